package dev.doppel.definition.read;

import dev.doppel.definition.tree.Node;
import org.jspecify.annotations.Nullable;

/** Checks paths where they are written and reports what is wrong. A path with run-time expressions is not known yet. */
final class PathCheck {
    private PathCheck() {}

    /** A path of either generation. */
    static void value(Context context, Node at, String place, String path) {
        report(context, at, place, path, Syntax.dynamic(path) ? null : Syntax.pathComplaint(path));
    }

    /** A path that begins with {@code $}. */
    static void root(Context context, Node at, String place, String path) {
        report(context, at, place, path, Syntax.dynamic(path) ? null : Syntax.newPathComplaint(path));
    }

    /** A path that begins with {@code $$}; never interpolated. */
    static void element(Context context, Node at, String place, String path) {
        report(context, at, place, path, Syntax.elementPathComplaint(path));
    }

    private static void report(Context context, Node at, String place, String path, @Nullable String complaint) {
        if (complaint != null) {
            context.error("path", at, place, complaint, "");
            return;
        }
        String unknown = Syntax.dynamic(path) ? null : Syntax.unknownRoot(path);
        if (unknown != null) {
            context.warning(
                    "path",
                    at,
                    place,
                    "nothing is called '$." + Show.shorten(unknown) + "'",
                    "known: " + String.join(", ", Syntax.ROOT_KEYS.subList(0, 18)));
        }
    }
}
