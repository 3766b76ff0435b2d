package dev.doppel.definition.read;

import dev.doppel.definition.tree.Node;
import dev.doppel.matching.path.Generation;
import dev.doppel.matching.path.Path;
import dev.doppel.matching.path.PathKind;
import dev.doppel.matching.path.PathSyntaxException;
import dev.doppel.matching.path.RootKeys;
import dev.doppel.matching.path.Segment;
import java.util.Set;

/** Checks paths where they are written and reports what is wrong. A path with run-time expressions is not known yet. */
final class PathCheck {
    private static final Set<String> ENTRY = Set.of("origin", "target", "timestamp", "duration");

    private PathCheck() {}

    /** A path of either generation. */
    static void value(Context context, Node at, String place, String path) {
        if (!Syntax.dynamic(path)) {
            check(context, at, place, path, PathKind.VALUE);
        } else {
            twinWrittenOut(context, at, place, path);
        }
    }

    /** A path that begins with {@code $}. */
    static void root(Context context, Node at, String place, String path) {
        if (!Syntax.dynamic(path)) {
            check(context, at, place, path, PathKind.ROOT);
        } else {
            twinWrittenOut(context, at, place, path);
        }
    }

    /** A path that begins with {@code $$}; never interpolated. */
    static void element(Context context, Node at, String place, String path) {
        check(context, at, place, path, PathKind.ELEMENT);
    }

    /** Which tables to read must be known before the step runs. */
    private static void twinWrittenOut(Context context, Node at, String place, String path) {
        int expression = path.indexOf("{{");
        if (path.startsWith("$.twin") && expression >= 0) {
            String written = path.substring(0, expression);
            boolean named = written.chars().filter(c -> c == '.' || c == '[').count() >= 4
                    || written.endsWith("]")
                            && written.chars().filter(c -> c == '.' || c == '[').count() >= 3;
            if (!named) {
                context.error(
                        "path",
                        at,
                        place,
                        "the twin and the table in '" + Show.shorten(path) + "' are only known at run time",
                        "write both out: $.twin.<item>.<table>; what follows may hold expressions");
            }
        }
    }

    private static void check(Context context, Node at, String place, String text, PathKind kind) {
        try {
            Path path = Path.parse(text, kind);
            if (kind != PathKind.ELEMENT) {
                context.twins().check(context, at, place, text, path);
            }
            if (path.generation() == Generation.NEW && !RootKeys.known(path) && !matchedEntry(path)) {
                context.warning(
                        "path",
                        at,
                        place,
                        "'" + Show.shorten(text) + "' begins with a name that no document has",
                        "known: " + String.join(", ", RootKeys.ALL));
            }
        } catch (PathSyntaxException invalid) {
            context.error("path", at, place, String.valueOf(invalid.getMessage()), "");
        }
    }

    /** Names that an old match block also takes with {@code $.} in front, and the documented alias of responseTime. */
    private static boolean matchedEntry(Path path) {
        return path.segments().getFirst() instanceof Segment.Name first && ENTRY.contains(first.name());
    }
}
