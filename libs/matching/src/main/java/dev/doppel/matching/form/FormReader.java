package dev.doppel.matching.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the map of a form: repeated keys, {@code a[b]}, {@code a[]}, {@code a[0][x]} (spec 3.9). Confined to one read. */
final class FormReader {
    private static final int MAX_FIELDS = 10_000;
    private static final int MAX_LEVELS = 32;
    private static final int MAX_INDEX = 1000;

    private final Field root = new Field();
    private final List<String> conflicts = new ArrayList<>();

    /** A key with what was said about it. */
    private static final class Field {
        private final List<String> plain = new ArrayList<>();
        private final Map<String, Field> named = new LinkedHashMap<>();
        private final List<Field> appended = new ArrayList<>();
    }

    void read(String raw) {
        int fields = 0;
        int start = 0;
        while (start <= raw.length() && fields < MAX_FIELDS) {
            int end = raw.indexOf('&', start);
            String pair = raw.substring(start, end < 0 ? raw.length() : end);
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String key = PercentCoding.decode(equals < 0 ? pair : pair.substring(0, equals));
                add(key, equals < 0 ? "" : PercentCoding.decode(pair.substring(equals + 1)));
                fields++;
            }
            if (end < 0) {
                return;
            }
            start = end + 1;
        }
    }

    ObjectNode toMap() {
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        root.named.forEach((key, field) -> map.set(key, toNode(key, field)));
        return map;
    }

    List<String> conflicts() {
        return conflicts;
    }

    private void add(String key, String value) {
        List<String> steps = steps(key);
        Field field = root;
        for (int i = 0; i < steps.size(); i++) {
            String step = steps.get(i);
            if (i > 0 && step.isEmpty()) {
                Field next = new Field();
                field.appended.add(next);
                field = next;
            } else {
                field = field.named.computeIfAbsent(step, k -> new Field());
            }
        }
        field.plain.add(value);
    }

    /** {@code a[b][]} as {@code a, b, ""}; a key whose brackets are broken is one plain step. */
    private static List<String> steps(String key) {
        int open = key.indexOf('[');
        if (open <= 0 || !key.endsWith("]")) {
            return List.of(key);
        }
        List<String> steps = new ArrayList<>();
        steps.add(key.substring(0, open));
        while (open < key.length()) {
            int close = key.indexOf(']', open);
            if (key.charAt(open) != '[' || close < 0 || steps.size() > MAX_LEVELS) {
                return List.of(key);
            }
            steps.add(key.substring(open + 1, close));
            open = close + 1;
        }
        return steps;
    }

    private JsonNode toNode(String key, Field field) {
        if (field.named.isEmpty() && field.appended.isEmpty()) {
            return texts(field.plain);
        }
        if (!field.plain.isEmpty()) {
            conflicts.add(key);
        }
        ArrayNode list = asList(key, field);
        if (list != null) {
            return list;
        }
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        field.named.forEach((name, child) -> map.set(name, toNode(key + "[" + name + "]", child)));
        for (int i = 0; i < field.appended.size(); i++) {
            map.set(String.valueOf(i), toNode(key + "[]", field.appended.get(i)));
        }
        return map;
    }

    private @Nullable ArrayNode asList(String key, Field field) {
        int length = 0;
        for (String name : field.named.keySet()) {
            if (name.isEmpty() || name.length() > 4 || !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return null;
            }
            int index = Integer.parseInt(name);
            if (index > MAX_INDEX || !String.valueOf(index).equals(name)) {
                return null;
            }
            length = Math.max(length, index + 1);
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < length; i++) {
            Field child = field.named.get(String.valueOf(i));
            if (child == null) {
                list.addNull();
            } else {
                list.add(toNode(key + "[" + i + "]", child));
            }
        }
        field.appended.forEach(child -> list.add(toNode(key + "[]", child)));
        return list;
    }

    private static JsonNode texts(List<String> values) {
        if (values.size() == 1) {
            return JsonNodeFactory.instance.textNode(values.getFirst());
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        values.forEach(list::add);
        return list;
    }
}
