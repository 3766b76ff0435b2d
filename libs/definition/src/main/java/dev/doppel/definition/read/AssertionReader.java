package dev.doppel.definition.read;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.doppel.definition.model.Assertion;
import dev.doppel.definition.model.Operand;
import dev.doppel.definition.model.Source;
import dev.doppel.definition.tree.Json;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import dev.doppel.matching.value.Operator;
import dev.doppel.matching.value.Transform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Single comparisons: source, operator, expected value (spec 7.1, 7.6). */
final class AssertionReader {
    private static final Map<String, Transform> SOURCES = sources();
    private static final List<String> KEYS =
            List.of("path", "count", "type", "keys", "values", "entries", "operator", "value", "disabled");
    private static final List<String> OPERATORS =
            Arrays.stream(Operator.values()).map(Operator::text).toList();

    private final Context context;

    AssertionReader(Context context) {
        this.context = context;
    }

    private static Map<String, Transform> sources() {
        Map<String, Transform> sources = new LinkedHashMap<>();
        sources.put("count", Transform.LENGTH);
        sources.put("type", Transform.TYPE);
        sources.put("keys", Transform.KEYS);
        sources.put("values", Transform.VALUES);
        sources.put("entries", Transform.ENTRIES);
        return sources;
    }

    List<Assertion> assertions(Fields fields, String key) {
        List<Assertion> found = new ArrayList<>();
        fields.maps(key).forEach((path, map) -> found.add(assertion(map, path, found.size())));
        return found;
    }

    Assertion assertion(MapNode map, String path, int index) {
        Fields fields = new Fields(context, map, path, KEYS);
        Source source = source(fields);
        Operator operator = operator(fields);
        Operand operand = operand(fields, operator);
        return new Assertion(
                index,
                source,
                operator == null ? Operator.EQ : operator,
                operand,
                fields.flag("disabled", false),
                context.place(map));
    }

    private Source source(Fields fields) {
        List<String> present = new ArrayList<>(SOURCES.keySet());
        present.addFirst("path");
        present.removeIf(key -> !fields.has(key));
        if (present.size() != 1) {
            context.error(
                    "source",
                    fields.at(),
                    fields.path,
                    present.isEmpty()
                            ? "the assertion names no value to look at"
                            : "the assertion names several values: " + String.join(", ", present),
                    "exactly one of path, count, type, keys, values, entries");
            return new Source("$", null);
        }
        String key = present.getFirst();
        Transform transform = SOURCES.get(key);
        if (key.equals("path") && fields.node(key) instanceof MapNode inner) {
            return transformed(new Fields(context, inner, fields.path(key), List.of("from", "transform")));
        }
        String path = fields.requiredText(key, "a path such as $.response.status");
        if (path != null) {
            PathCheck.value(context, fields.map, fields.path(key), path);
        }
        return new Source(path == null ? "$" : path, transform);
    }

    private Source transformed(Fields fields) {
        String from = fields.requiredText("from", "a path such as $.response.body");
        if (from != null) {
            PathCheck.value(context, fields.map, fields.path("from"), from);
        }
        Transform transform = transform(fields);
        if (!fields.has("transform")) {
            fields.missing(
                    "transform", "one of length, type, keys, values, entries; without it write the path as text");
        }
        return new Source(from == null ? "$" : from, transform);
    }

    private static @Nullable Transform transform(Fields fields) {
        String text = fields.filledText("transform");
        for (Transform transform : Transform.values()) {
            if (transform.text().equals(text)) {
                return transform;
            }
        }
        if (text != null) {
            fields.error(
                    "enum",
                    "transform",
                    "unknown transform '" + Show.shorten(text) + "'",
                    "one of length, type, keys, values, entries");
        }
        return null;
    }

    /** Null when missing or unknown; that is reported. */
    @Nullable
    Operator operator(Fields fields) {
        String text = fields.requiredText("operator", "one of " + String.join(", ", OPERATORS));
        if (text == null) {
            return null;
        }
        Operator operator = Operator.byName(text).orElse(null);
        if (operator == null) {
            String near = Nearest.to(text, OPERATORS)
                    .map(found -> "did you mean '" + found + "'? ")
                    .orElse("");
            fields.error(
                    "operator",
                    "operator",
                    "unknown operator '" + Show.shorten(text) + "'",
                    near + "one of " + String.join(", ", OPERATORS));
        } else if (operator == Operator.TYPE || operator == Operator.LENGTH) {
            String source = operator == Operator.TYPE ? "type" : "count";
            fields.warning(
                    "legacy",
                    "operator",
                    "'" + text + "' is a legacy operator",
                    "write '" + source + ": <path>' with eq");
        }
        return operator;
    }

    /** The expected side, checked as far as the operator wants something of it. */
    Operand operand(Fields fields, @Nullable Operator operator) {
        if (operator != null && !operator.needsValue()) {
            return new Operand.None();
        }
        Node node = fields.map.get("value");
        if (node == null) {
            if (operator != null) {
                fields.missing(
                        "value", "'" + operator.text() + "' compares with a value; null is written as value: null");
            }
            return new Operand.Literal(NullNode.getInstance());
        }
        if (node instanceof MapNode map && isReference(map)) {
            return reference(new Fields(context, map, fields.path("value"), List.of("from", "transform")));
        }
        if (node instanceof MapNode map && map.fields().keySet().equals(Set.of("literal"))) {
            return new Operand.Literal(
                    Json.of(map.fields().values().iterator().next().value()));
        }
        if (operator != null) {
            checkLiteral(fields, operator, node);
        }
        return new Operand.Literal(Json.of(node));
    }

    private static boolean isReference(MapNode map) {
        Set<String> keys = map.fields().keySet();
        return (keys.equals(Set.of("from")) || keys.equals(Set.of("from", "transform")))
                && map.get("from") instanceof ScalarNode scalar
                && scalar.isText()
                && scalar.source().startsWith("$");
    }

    private Operand reference(Fields fields) {
        String from = fields.text("from");
        String path = from == null ? "$" : from;
        PathCheck.root(context, fields.map, fields.path("from"), path);
        return new Operand.FromPath(path, transform(fields));
    }

    private static void checkLiteral(Fields fields, Operator operator, Node node) {
        boolean dynamic = node instanceof ScalarNode scalar && scalar.isText() && Syntax.dynamic(scalar.source());
        if (dynamic) {
            return;
        }
        switch (operator) {
            case IN, NOT_IN -> {
                if (!(node instanceof ListNode)) {
                    fields.wrongType("value", node, "a list for '" + operator.text() + "'");
                }
            }
            case MATCHES -> {
                if (node instanceof ScalarNode scalar && !scalar.isNull()) {
                    Syntax.regexComplaint(scalar.source())
                            .ifPresent(complaint -> fields.error(
                                    "regex", "value", "not a valid regular expression: " + complaint, "RE2 syntax"));
                } else {
                    fields.wrongType("value", node, "a regular expression");
                }
            }
            case EQ, NE, EQ_IGNORE_CASE, GT, GTE, LT, LTE, CONTAINS, CONTAINS_IGNORE_CASE, NOT_CONTAINS -> {}
            case NOT_CONTAINS_IGNORE_CASE, TYPE, LENGTH, ARRAY_CONTAINS, ARRAY_NOT_CONTAINS -> {}
            case EXISTS, NOT_EXISTS, IS_EMPTY, NOT_EMPTY -> {}
        }
    }
}
