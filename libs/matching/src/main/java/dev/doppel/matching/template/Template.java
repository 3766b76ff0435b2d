package dev.doppel.matching.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A text with expressions in double braces (spec 6.3). Immutable, thread-safe.
 */
public final class Template {
    private Template() {}

    /**
     * @throws TemplateException when an expression cannot be read
     */
    public static Template parse(String text) {
        throw new UnsupportedOperationException();
    }

    /** Names of the variables that the text uses, in order, without repetition. */
    public List<String> names() {
        throw new UnsupportedOperationException();
    }

    /** Whether the text is exactly one expression, so that the value keeps its type. */
    public boolean isSingleExpression() {
        throw new UnsupportedOperationException();
    }

    /**
     * The value: of any type for a single expression, otherwise text.
     *
     * @throws TemplateException for an unknown variable or path
     */
    public JsonNode evaluate(VariableLookup variables) {
        throw new UnsupportedOperationException();
    }

    /** The value as text by the rules of embedding. */
    public String evaluateText(VariableLookup variables) {
        throw new UnsupportedOperationException();
    }

    /**
     * A copy of the tree with every text evaluated, at any depth.
     *
     * @param keys whether map keys are evaluated too
     * @throws TemplateException for the first expression that fails
     */
    public static JsonNode apply(JsonNode tree, VariableLookup variables, boolean keys) {
        throw new UnsupportedOperationException();
    }
}
