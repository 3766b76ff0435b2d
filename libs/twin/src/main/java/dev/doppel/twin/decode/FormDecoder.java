package dev.doppel.twin.decode;

import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Forms with bracket keys to values (spec 2.3). Limits: depth 10, 2 000 fields, index 10 000. */
public final class FormDecoder {
    private static final int MAX_DEPTH = 10;
    private static final int MAX_FIELDS = 2_000;
    private static final int MAX_INDEX = 10_000;

    private static final class Node {
        final List<String> texts = new ArrayList<>();
        final Map<String, Node> children = new LinkedHashMap<>();
        int appended;
    }

    private final Schemas schemas;

    private FormDecoder(Schemas schemas) {
        this.schemas = schemas;
    }

    /** Decodes pairs; {@code schema} guides types where known. */
    public static Map<String, Object> decode(Query form, Schemas schemas, @Nullable Map<String, Object> schema) {
        if (form.pairs().size() > MAX_FIELDS) {
            throw TwinFault.invalid(null, "the form has more than " + MAX_FIELDS + " fields");
        }
        FormDecoder decoder = new FormDecoder(schemas);
        Node root = new Node();
        form.pairs().forEach(pair -> insert(root, pair));
        Map<String, Object> object = schema == null ? null : schemas.object(schema);
        Map<String, Object> out = new LinkedHashMap<>();
        root.children.forEach((key, node) -> out.put(key, decoder.value(node, decoder.member(object, key), key)));
        return out;
    }

    private static void insert(Node root, Query.Pair pair) {
        String key = pair.name();
        int open = key.indexOf('[');
        if (open <= 0) {
            child(root, key, key).texts.add(pair.value());
            return;
        }
        String base = key.substring(0, open);
        Node node = child(root, base, base);
        int depth = 0;
        int at = open;
        while (at < key.length() && key.charAt(at) == '[') {
            int close = key.indexOf(']', at);
            if (close < 0) {
                break;
            }
            if (++depth > MAX_DEPTH) {
                throw TwinFault.invalid(base, "the form key " + base + " nests deeper than " + MAX_DEPTH);
            }
            String segment = key.substring(at + 1, close);
            if (segment.isEmpty()) {
                segment = Integer.toString(node.appended);
            }
            int index = Values.index(segment);
            if (index > MAX_INDEX) {
                throw TwinFault.invalid(base, "the index " + index + " of " + base + " is above " + MAX_INDEX);
            }
            if (index >= 0) {
                node.appended = Math.max(node.appended, index + 1);
            }
            node = child(node, segment, base);
            at = close + 1;
        }
        if (!node.children.isEmpty()) {
            throw clash(base);
        }
        node.texts.add(pair.value());
    }

    private static Node child(Node parent, String key, String base) {
        if (!parent.texts.isEmpty()) {
            throw clash(base);
        }
        return parent.children.computeIfAbsent(key, k -> new Node());
    }

    private static TwinFault clash(String base) {
        return TwinFault.invalid(base, "the form gives " + base + " both a value and members");
    }

    private @Nullable Map<String, Object> member(@Nullable Map<String, Object> object, String key) {
        if (object == null) {
            return null;
        }
        Map<String, Object> property = schemas.property(object, key);
        if (property != null) {
            return property;
        }
        Object more = object.get("additionalProperties");
        return more instanceof Map ? schemas.effective(more) : null;
    }

    private @Nullable Object value(Node node, @Nullable Map<String, Object> schema, String base) {
        if (node.children.isEmpty()) {
            return leaf(node.texts, schema);
        }
        Map<String, Object> array = schema == null ? null : variant(schema, "array");
        Map<String, Object> object = schema == null ? null : variant(schema, "object");
        boolean numeric = node.children.keySet().stream().allMatch(k -> Values.index(k) >= 0);
        boolean dense = numeric;
        for (int i = 0; dense && i < node.children.size(); i++) {
            dense = node.children.containsKey(Integer.toString(i));
        }
        if (numeric && (array != null || dense && object == null)) {
            Object items = array == null ? null : array.get("items");
            Map<String, Object> item = items == null ? null : schemas.effective(items);
            List<Object> out = new ArrayList<>();
            node.children.keySet().stream()
                    .sorted(java.util.Comparator.comparingInt(Values::index))
                    .forEach(k -> out.add(value(child(node, k, base), item, base)));
            return out;
        }
        Map<String, Object> out = new LinkedHashMap<>();
        node.children.forEach((key, child) -> out.put(key, value(child, member(object, key), base)));
        return out;
    }

    private @Nullable Map<String, Object> variant(Map<String, Object> schema, String type) {
        if (Schemas.types(schema).contains(type)) {
            return schema;
        }
        for (String key : List.of("anyOf", "oneOf")) {
            for (Object v : Values.listOrEmpty(schema.get(key))) {
                Map<String, Object> inner = schemas.effective(v);
                if (inner != schema && Schemas.types(inner).contains(type)) {
                    return inner;
                }
            }
        }
        return null;
    }

    private @Nullable Object leaf(List<String> texts, @Nullable Map<String, Object> schema) {
        Map<String, Object> array = schema == null ? null : variant(schema, "array");
        boolean emptyClears = texts.size() == 1 && texts.getFirst().isEmpty();
        if (array != null && !emptyClears) {
            Object items = array.get("items");
            List<Object> out = new ArrayList<>();
            texts.forEach(t -> out.add(Scalars.convert(schemas, items == null ? null : schemas.effective(items), t)));
            return out;
        }
        Object written = schema == null ? null : written(texts.getLast(), schema);
        if (written != null) {
            return written;
        }
        if (texts.size() > 1 && (schema == null || schema.isEmpty())) {
            List<Object> out = new ArrayList<>();
            texts.forEach(t -> out.add(Scalars.guess(t)));
            return out;
        }
        return Scalars.convert(schemas, schema, texts.getLast());
    }

    /** An object that is written as JSON in one field, as OpenAPI serialises it unless told otherwise; null for other texts. */
    private @Nullable Object written(String text, Map<String, Object> schema) {
        if (!text.startsWith("{") || variant(schema, "object") == null) {
            return null;
        }
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (ValueSyntaxException notJson) {
            return null;
        }
    }
}
