package dev.doppel.matching.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.doppel.matching.json.Json;
import java.nio.charset.StandardCharsets;

/** Shortens long values for results (spec 7.8). Pure and thread-safe. */
public final class Shortening {
    /** Longest value kept whole, in bytes of UTF-8 of its compact form. */
    public static final int MAX_BYTES = 10_000;

    private static final String MARKER = " ... [shortened, %d bytes in all]";

    private Shortening() {}

    /** The node itself when short, otherwise a text with its beginning and a marker that states the whole size. */
    public static JsonNode shorten(JsonNode node) {
        if (node.isTextual()) {
            return shorten(node, node.textValue());
        }
        return node.isContainerNode() || node.isNumber() ? shorten(node, Json.compact(node)) : node;
    }

    private static JsonNode shorten(JsonNode node, String text) {
        if (text.length() <= MAX_BYTES / 3) {
            return node;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_BYTES) {
            return node;
        }
        int end = MAX_BYTES;
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        String beginning = new String(bytes, 0, end, StandardCharsets.UTF_8);
        return TextNode.valueOf(beginning + MARKER.formatted(bytes.length));
    }
}
