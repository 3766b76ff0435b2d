package dev.doppel.definition.read;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.doppel.definition.model.CountRule;
import dev.doppel.definition.model.CountRule.Comparison;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many matches are wanted (spec 7.4, 7.5). */
final class CountReader {
    private static final String ADVICE = "an integer of at least 0, or {operator: eq|gt|gte|lt|lte, value: integer}";

    private CountReader() {}

    /** Null when absent or wrong; the latter is reported. */
    static @Nullable CountRule count(Fields fields, String key) {
        Node node = fields.node(key);
        if (node == null) {
            return null;
        }
        if (node instanceof MapNode map) {
            return rule(new Fields(fields.context, map, fields.path(key), List.of("operator", "value")));
        }
        if (isExpression(node)) {
            return new CountRule(Comparison.EQ, ((ScalarNode) node).value(), true);
        }
        if (!(node instanceof ScalarNode scalar)
                || scalar.value().isBoolean()
                || scalar.isText() && !scalar.placeholder()) {
            fields.wrongType(key, node, ADVICE);
            return null;
        }
        Integer number = fields.integer(key, 0, Integer.MAX_VALUE);
        return number == null ? null : new CountRule(Comparison.EQ, IntNode.valueOf(number), true);
    }

    private static @Nullable CountRule rule(Fields fields) {
        String text = fields.requiredText("operator", "one of eq, gt, gte, lt, lte");
        Comparison comparison = switch (text) {
            case null -> null;
            case "eq" -> Comparison.EQ;
            case "gt" -> Comparison.GT;
            case "gte" -> Comparison.GTE;
            case "lt" -> Comparison.LT;
            case "lte" -> Comparison.LTE;
            default -> null;
        };
        if (comparison == null && text != null) {
            fields.error(
                    "operator",
                    "operator",
                    "'" + Show.shorten(text) + "' does not compare counts",
                    "one of eq, gt, gte, lt, lte");
        }
        Node value = fields.node("value");
        if (value == null) {
            fields.missing("value", "an integer of at least 0");
            return null;
        }
        if (comparison != null && isExpression(value)) {
            return new CountRule(comparison, ((ScalarNode) value).value(), true);
        }
        Integer number = fields.integer("value", 0, Integer.MAX_VALUE);
        return number == null || comparison == null ? null : new CountRule(comparison, IntNode.valueOf(number), true);
    }

    private static boolean isExpression(Node node) {
        return node instanceof ScalarNode scalar && scalar.isText() && Syntax.isExpression(scalar.source());
    }
}
