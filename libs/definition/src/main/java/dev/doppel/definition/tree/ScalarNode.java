package dev.doppel.definition.tree;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.doppel.definition.model.SourceRef;

/**
 * Text, number, boolean or null.
 *
 * @param source the text as written, before typing; {@code 1.10} stays {@code 1.10}
 * @param placeholder true when the whole scalar was one load-time placeholder, so that an integer field may convert it (spec 1.9)
 */
public record ScalarNode(SourceRef at, JsonNode value, String source, boolean placeholder) implements Node {
    public static ScalarNode text(SourceRef at, String text) {
        return new ScalarNode(at, TextNode.valueOf(text), text, false);
    }

    public static ScalarNode ofNull(SourceRef at) {
        return new ScalarNode(at, NullNode.getInstance(), "null", false);
    }

    /** What it becomes inside a text: integers in decimal, everything else as written. */
    public String inText() {
        return value.isIntegralNumber()
                ? value.bigIntegerValue().toString()
                : value.isBoolean() ? value.asText() : source;
    }

    public boolean isText() {
        return value.isTextual();
    }

    public boolean isNull() {
        return value.isNull();
    }

    @Override
    public String kind() {
        return switch (value.getNodeType()) {
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            default -> "null";
        };
    }
}
