package dev.doppel.definition.read;

import dev.doppel.definition.model.ExtractRule;
import dev.doppel.definition.model.Extraction;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import dev.doppel.matching.value.Transform;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code extract} maps of steps and blocks (spec 6.4). */
final class ExtractReader {
    private static final List<String> KEYS = List.of("path", "from", "pattern", "group", "transform");

    private final Context context;

    ExtractReader(Context context) {
        this.context = context;
    }

    List<Extraction> extract(Fields fields) {
        List<Extraction> found = new ArrayList<>();
        MapNode map = fields.map("extract");
        if (map == null) {
            return found;
        }
        map.fields().forEach((name, field) -> {
            String path = fields.path("extract") + "." + name;
            if (!Syntax.isWord(name) && !Syntax.dynamic(name)) {
                context.error(
                        "name",
                        field.keyAt(),
                        path,
                        "'" + Show.shorten(name) + "' is no variable name",
                        "letters, digits and _");
            }
            ExtractRule rule = rule(field.value(), path);
            if (rule != null) {
                found.add(new Extraction(name, rule, field.keyAt()));
            }
        });
        return found;
    }

    private @Nullable ExtractRule rule(Node node, String path) {
        if (node instanceof MapNode map) {
            return rule(new Fields(context, map, path, KEYS));
        }
        if (node instanceof ScalarNode scalar && scalar.isText()) {
            PathCheck.value(context, node, path, scalar.source());
            return new ExtractRule.AtPath(scalar.source());
        }
        context.error("type", node, path, "the rule is " + node.kind(), "a path, or a map with 'path'");
        return null;
    }

    private @Nullable ExtractRule rule(Fields fields) {
        String path = fields.filledText("path");
        String from = fields.filledText("from");
        if ((fields.node("path") == null) == (fields.node("from") == null)) {
            context.error(
                    "extract",
                    fields.at(),
                    fields.path,
                    "exactly one of 'path' and 'from' is needed",
                    "name the value to take");
            return null;
        }
        String pattern = fields.filledText("pattern");
        Transform transform = transform(fields);
        Integer group = fields.integer("group", 0, 1000);
        if (pattern != null && transform != null) {
            fields.error("exclusive", "transform", "'pattern' and 'transform' exclude each other", "keep one of them");
        }
        if (path != null) {
            PathCheck.value(context, fields.map, fields.path("path"), path);
            if (pattern != null) {
                Syntax.regexComplaint(pattern)
                        .ifPresent(complaint -> fields.error(
                                "regex", "pattern", "not a valid regular expression: " + complaint, "RE2 syntax"));
                return new ExtractRule.Pattern(path, pattern, group == null ? 1 : group);
            }
            return transform == null ? new ExtractRule.AtPath(path) : new ExtractRule.Transformed(path, transform);
        }
        if (from == null) {
            return null;
        }
        if (!Syntax.isExpression(from)) {
            fields.error(
                    "extract",
                    "from",
                    "'from' is '" + Show.shorten(from) + "'",
                    "one expression such as {{user}}; use 'path' for paths");
        }
        if (transform == null) {
            context.error(
                    "extract", fields.at(), fields.path, "'from' needs a 'transform'", "one of keys, values, entries");
            return null;
        }
        return new ExtractRule.OfVariable(from, transform);
    }

    private static @Nullable Transform transform(Fields fields) {
        String text = fields.filledText("transform");
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "keys" -> Transform.KEYS;
            case "values" -> Transform.VALUES;
            case "entries" -> Transform.ENTRIES;
            default -> {
                fields.error(
                        "enum",
                        "transform",
                        "unknown transform '" + Show.shorten(text) + "'",
                        "one of keys, values, entries");
                yield null;
            }
        };
    }
}
