package dev.doppel.definition.read;

import dev.doppel.definition.model.Where;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.matching.value.Operator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conditions of a new match (spec 7.4). */
final class WhereReader {
    private static final List<String> KEYS = List.of("path", "operator", "value", "or", "and", "not");

    private final Context context;

    WhereReader(Context context) {
        this.context = context;
    }

    List<Where> where(Fields fields, String key) {
        List<Where> conditions = new ArrayList<>();
        ListNode list = fields.list(key);
        if (list == null) {
            return conditions;
        }
        if (list.items().isEmpty()) {
            fields.error("empty", key, "'" + key + "' is empty", "give it a condition or leave it out");
        }
        fields.maps(list, fields.path(key)).forEach((path, map) -> {
            Where condition = condition(map, path);
            if (condition != null) {
                conditions.add(condition);
            }
        });
        return conditions;
    }

    private @Nullable Where condition(MapNode map, String path) {
        Fields fields = new Fields(context, map, path, KEYS);
        List<String> forms = new ArrayList<>(List.of("path", "or", "and", "not"));
        forms.removeIf(key -> !fields.has(key));
        if (forms.size() != 1) {
            context.error(
                    "where",
                    map,
                    path,
                    forms.isEmpty()
                            ? "the condition has no form"
                            : "the condition has several forms: " + String.join(", ", forms),
                    "exactly one of {path, operator, value}, {or: [...]}, {and: [...]}, {not: {...}}");
            return null;
        }
        return switch (forms.getFirst()) {
            case "or" -> new Where.Or(needed(fields, "or"));
            case "and" -> new Where.And(needed(fields, "and"));
            case "not" -> negated(fields);
            default -> compare(fields);
        };
    }

    private List<Where> needed(Fields fields, String key) {
        if (fields.node(key) == null) {
            fields.error("empty", key, "'" + key + "' is empty", "a list of conditions");
        }
        return where(fields, key);
    }

    private @Nullable Where negated(Fields fields) {
        MapNode inner = fields.map("not");
        if (inner == null) {
            if (fields.node("not") == null) {
                fields.error("empty", "not", "'not' is empty", "one condition");
            }
            return null;
        }
        Where condition = condition(inner, fields.path("not"));
        return condition == null ? null : new Where.Not(condition);
    }

    private @Nullable Where compare(Fields fields) {
        AssertionReader reader = new AssertionReader(context);
        String path = fields.requiredText("path", "a path that begins with '$$.'");
        if (path != null) {
            PathCheck.element(context, fields.map, fields.path("path"), path);
        }
        Operator operator = reader.operator(fields);
        var operand = reader.operand(fields, operator);
        return path == null || operator == null
                ? null
                : new Where.Compare(path, operator, operand, context.place(fields.map));
    }
}
