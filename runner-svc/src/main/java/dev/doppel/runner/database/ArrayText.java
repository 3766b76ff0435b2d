package dev.doppel.runner.database;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.doppel.matching.json.Json;
import java.util.function.Function;

/** Postgres' text of an array, such as {@code {1,"a b",NULL,{2}}}, as a list. Confined. */
final class ArrayText {
    private final String text;
    private final Function<String, JsonNode> scalar;
    private int at;

    private ArrayText(String text, Function<String, JsonNode> scalar) {
        this.text = text;
        this.scalar = scalar;
    }

    /** Reads; what is no array text stays text. */
    static JsonNode read(String text, Function<String, JsonNode> scalar) {
        ArrayText reader = new ArrayText(text, scalar);
        if (text.startsWith("[")) {
            // bounds that do not begin at 1 are printed before the elements
            reader.at = text.indexOf('=') + 1;
        }
        if (reader.at >= text.length() || text.charAt(reader.at) != '{') {
            return Json.nodes().textNode(text);
        }
        return reader.list();
    }

    private ArrayNode list() {
        ArrayNode list = Json.nodes().arrayNode();
        at++;
        while (at < text.length() && text.charAt(at) != '}') {
            char c = text.charAt(at);
            if (c == ',') {
                at++;
            } else if (c == '{') {
                list.add(list());
            } else if (c == '"') {
                list.add(scalar.apply(quoted()));
            } else {
                String plain = plain();
                list.add(plain.equalsIgnoreCase("NULL") ? Json.nodes().nullNode() : scalar.apply(plain));
            }
        }
        at++;
        return list;
    }

    private String quoted() {
        StringBuilder out = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            out.append(text.charAt(at++));
        }
        at++;
        return out.toString();
    }

    private String plain() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '}') {
            at++;
        }
        return text.substring(start, at);
    }
}
