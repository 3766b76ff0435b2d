package dev.doppel.matching.value;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.form.FormBody;
import dev.doppel.matching.json.Json;
import dev.doppel.matching.json.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Words about values: type names, text forms, sorted keys. Pure and thread-safe. */
public final class Values {
    private Values() {}

    /** {@code string number boolean object array null} (spec 7.6). */
    public static String typeOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING, BINARY -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case NULL -> "null";
            case MISSING -> "undefined";
        };
    }

    /** The text form: texts as they are, numbers plain, booleans, {@code null}, structures as compact JSON. */
    public static String text(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> node.textValue();
            case NUMBER -> Numbers.plain(node);
            case BOOLEAN -> node.booleanValue() ? "true" : "false";
            case NULL, MISSING -> "null";
            case OBJECT, ARRAY, BINARY, POJO -> Json.compact(node);
        };
    }

    /** The text form, and for a form body also its decoded text (spec 3.9). */
    static List<String> texts(JsonNode node) {
        return node instanceof FormBody form ? List.of(form.textValue(), form.decodedText()) : List.of(text(node));
    }

    static boolean isStructure(JsonNode node) {
        return node.isContainerNode();
    }

    static List<String> sortedKeys(JsonNode object) {
        List<String> keys = new ArrayList<>(object.size());
        object.fieldNames().forEachRemaining(keys::add);
        Collections.sort(keys);
        return keys;
    }

    /** A value for a message: its type and its beginning. */
    static String described(JsonNode node) {
        String type = typeOf(node);
        if (node.isNull()) {
            return "null";
        }
        if (isStructure(node)) {
            return type + " of " + node.size();
        }
        String text = text(node);
        return type + " " + (node.isTextual() ? "\"" + cut(text) + "\"" : cut(text));
    }

    private static String cut(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
