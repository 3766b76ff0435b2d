package dev.doppel.cli.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds in a dump what tried to cross the border of an environment, without holding the dump as a tree. Pure. */
public final class Escapes {
    private static final Set<String> KINDS = Set.of("ESCAPE", "UNKNOWN_PEER");
    private static final int MOST_PER_INSTANCE = 10;

    private Escapes() {}

    /**
     * @param dump the dump of a run (definition spec 9.2)
     * @return a line for the last word on each item and kind, in the dump's order
     */
    public static List<String> in(String dump) throws IOException {
        List<String> lines = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(dump)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean instances = json.currentName().equals("instances");
                if (json.nextToken() == JsonToken.START_ARRAY && instances) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        instance(json, lines);
                    }
                } else {
                    json.skipChildren();
                }
            }
        }
        return lines;
    }

    private static void instance(JsonParser json, List<String> lines) throws IOException {
        String name = "";
        Map<String, String> last = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            if (field.equals("name")) {
                name = json.getValueAsString("");
            } else if (field.equals("diagnostics") && json.currentToken() == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    diagnostic(json, last);
                }
            } else {
                json.skipChildren();
            }
        }
        String of = name;
        last.values().stream().limit(MOST_PER_INSTANCE).forEach(line -> lines.add(of + ": " + line));
        if (last.size() > MOST_PER_INSTANCE) {
            lines.add(of + ": and " + (last.size() - MOST_PER_INSTANCE) + " more, see the dump");
        }
    }

    private static void diagnostic(JsonParser json, Map<String, String> last) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            fields.put(field, json.getValueAsString(""));
            json.skipChildren();
        }
        String kind = fields.getOrDefault("kind", "");
        String item = fields.getOrDefault("item", "");
        if (KINDS.contains(kind)) {
            String message = fields.getOrDefault("message", "");
            last.put(kind + item + (item.isEmpty() ? message : ""), (item.isEmpty() ? "" : item + " ") + message);
        }
    }
}
