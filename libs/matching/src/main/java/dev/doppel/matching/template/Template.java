package dev.doppel.matching.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.doppel.matching.json.Json;
import dev.doppel.matching.value.Values;
import java.util.List;
import java.util.Map;

/**
 * A text with expressions in double braces (spec 6.3). {@code \{{} is a literal {@code {{}; braces around something that does not
 * begin like a name ({@code {{#each}}}, {@code {{"a"}) stay as they are. One pass: what an expression gives is not read
 * again. Immutable, thread-safe.
 */
public final class Template {
    /** Longest text that an evaluation may give, in characters. */
    public static final int MAX_RESULT = 10 * 1024 * 1024;

    private static final int MAX_DEPTH = 256;

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** A piece of the text. */
    sealed interface Part {
        /** As it is. */
        record Literal(String text) implements Part {}

        /** To be evaluated. */
        record Embedded(Expression expression) implements Part {}
    }

    /**
     * Reads the expressions of a text.
     *
     * @throws TemplateException when an expression cannot be read
     */
    public static Template parse(String text) {
        return new Template(TemplateParser.parse(text));
    }

    /** Names of the variables that the text uses, in order, without repetition. */
    public List<String> names() {
        return parts.stream()
                .filter(Part.Embedded.class::isInstance)
                .map(part -> ((Part.Embedded) part).expression().name())
                .distinct()
                .toList();
    }

    /** Whether the text is exactly one expression, so that the value keeps its type. */
    public boolean isSingleExpression() {
        return parts.size() == 1 && parts.getFirst() instanceof Part.Embedded;
    }

    /**
     * The value: of any type for a single expression, otherwise text.
     *
     * @throws TemplateException for an unknown variable or path
     */
    public JsonNode evaluate(VariableLookup variables) {
        return parts.size() == 1 && parts.getFirst() instanceof Part.Embedded(Expression expression)
                ? expression.evaluate(variables)
                : TextNode.valueOf(evaluateText(variables));
    }

    /**
     * The value as text by the rules of embedding: numbers in shortest plain form, null as nothing, structures as compact JSON.
     *
     * @throws TemplateException for an unknown variable or path
     */
    public String evaluateText(VariableLookup variables) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal(String text) -> out.append(text);
                case Part.Embedded(Expression expression) -> {
                    JsonNode value = expression.evaluate(variables);
                    out.append(value.isNull() ? "" : Values.text(value));
                }
            }
            if (out.length() > MAX_RESULT) {
                throw new TemplateException("", List.of(), "a text grows beyond " + MAX_RESULT + " characters");
            }
        }
        return out.toString();
    }

    /**
     * A copy of the tree with every text evaluated, at any depth; nodes without expressions are shared.
     *
     * @param keys whether map keys are evaluated too; of two keys that become equal the later wins
     * @throws TemplateException for the first expression that fails
     */
    public static JsonNode apply(JsonNode tree, VariableLookup variables, boolean keys) {
        return apply(tree, variables, keys, 0);
    }

    private static JsonNode apply(JsonNode node, VariableLookup variables, boolean keys, int depth) {
        if (depth > MAX_DEPTH) {
            throw new TemplateException("", List.of(), "a value nested deeper than " + MAX_DEPTH);
        }
        if (node.isTextual()) {
            return node.textValue().contains("{{") ? parse(node.textValue()).evaluate(variables) : node;
        }
        if (node.isArray()) {
            ArrayNode list = Json.nodes().arrayNode(node.size());
            node.forEach(element -> list.add(apply(element, variables, keys, depth + 1)));
            return list;
        }
        if (node.isObject()) {
            ObjectNode map = Json.nodes().objectNode();
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                String key = keys ? parse(entry.getKey()).evaluateText(variables) : entry.getKey();
                map.set(key, apply(entry.getValue(), variables, keys, depth + 1));
            }
            return map;
        }
        return node;
    }
}
