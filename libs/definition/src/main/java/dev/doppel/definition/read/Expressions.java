package dev.doppel.definition.read;

import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import dev.doppel.definition.tree.Trail;
import dev.doppel.matching.template.Template;
import dev.doppel.matching.template.TemplateException;
import org.jspecify.annotations.Nullable;

/** Warns of run-time expressions that nobody can evaluate (spec 6.3), before a run finds out. */
final class Expressions {
    private Expressions() {}

    static void check(Context context, @Nullable Node node, String path) {
        check(context, node, Trail.of(path));
    }

    private static void check(Context context, @Nullable Node node, Trail path) {
        switch (node) {
            case null -> {}
            case ScalarNode scalar -> text(context, scalar, path);
            case ListNode list -> {
                for (int i = 0; i < list.items().size(); i++) {
                    check(context, list.items().get(i), path.index(i));
                }
            }
            case MapNode map -> map.fields().forEach((key, field) -> check(context, field.value(), path.key(key)));
        }
    }

    private static void text(Context context, ScalarNode scalar, Trail path) {
        if (!scalar.isText() || !Syntax.dynamic(scalar.source())) {
            return;
        }
        try {
            Template.parse(scalar.source());
        } catch (TemplateException unreadable) {
            context.warning("expression", scalar, path.toString(), String.valueOf(unreadable.getMessage()), "");
        }
    }
}
