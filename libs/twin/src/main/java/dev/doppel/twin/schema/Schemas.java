package dev.doppel.twin.schema;

import dev.doppel.twin.openapi.ApiDocument;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Views of schemas: references followed, allOf merged, types and nullability of all dialects read alike. Thread-safe. */
public final class Schemas {
    private static final int MAX_MERGE_DEPTH = 24;

    private final Function<Object, @Nullable Map<String, Object>> resolver;
    private final Map<Map<String, Object>, Map<String, Object>> merged =
            Collections.synchronizedMap(new IdentityHashMap<>());

    private Schemas(Function<Object, @Nullable Map<String, Object>> resolver) {
        this.resolver = resolver;
    }

    /** Schemas of a document. */
    public static Schemas of(ApiDocument document) {
        return new Schemas(document::resolve);
    }

    /** A JSON Schema that stands alone; references are looked up in it. */
    public static Schemas alone(Map<String, Object> root) {
        return new Schemas(node -> {
            Map<String, Object> here = Values.map(node);
            for (int hop = 0; here != null && here.get("$ref") instanceof String ref && hop < 32; hop++) {
                here = ref.startsWith("#") ? Values.map(Values.at(root, ref.substring(1))) : null;
            }
            return here;
        });
    }

    /** The schema with references followed and allOf merged; an empty mapping when there is none. */
    public Map<String, Object> effective(@Nullable Object node) {
        return effective(node, 0);
    }

    private Map<String, Object> effective(@Nullable Object node, int depth) {
        Map<String, Object> schema = resolver.apply(node == null ? Map.of() : node);
        if (schema == null || depth > MAX_MERGE_DEPTH) {
            return Map.of();
        }
        if (!(schema.get("allOf") instanceof List<?> parts) || parts.isEmpty()) {
            return schema;
        }
        Map<String, Object> known = merged.get(schema);
        if (known != null) {
            return known;
        }
        Map<String, Object> out = new LinkedHashMap<>();
        for (Object part : parts) {
            merge(out, effective(part, depth + 1));
        }
        Map<String, Object> own = new LinkedHashMap<>(schema);
        own.remove("allOf");
        merge(out, own);
        merged.put(schema, out);
        return out;
    }

    /** Only the reference followed. */
    public Map<String, Object> resolved(@Nullable Object node) {
        Map<String, Object> schema = resolver.apply(node == null ? Map.of() : node);
        return schema == null ? Map.of() : schema;
    }

    private static void merge(Map<String, Object> into, Map<String, Object> more) {
        more.forEach((key, value) -> {
            Object old = into.get(key);
            if (old == null) {
                into.put(key, value);
                return;
            }
            switch (key) {
                case "properties", "patternProperties", "$defs", "definitions" -> {
                    Map<String, Object> union = new LinkedHashMap<>(Values.mapOrEmpty(old));
                    Values.mapOrEmpty(value).forEach((name, schema) -> union.merge(name, schema, Schemas::both));
                    into.put(key, union);
                }
                case "required" -> {
                    Set<Object> union = new LinkedHashSet<>(Values.listOrEmpty(old));
                    union.addAll(Values.listOrEmpty(value));
                    into.put(key, new ArrayList<>(union));
                }
                case "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties" ->
                    into.put(key, tighter(old, value, 1));
                case "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties" ->
                    into.put(key, tighter(old, value, -1));
                case "enum" -> {
                    List<Object> both = new ArrayList<>();
                    for (Object a : Values.listOrEmpty(old)) {
                        if (Values.listOrEmpty(value).stream().anyMatch(b -> Values.equal(a, b))) {
                            both.add(a);
                        }
                    }
                    into.put(key, both.isEmpty() ? value : both);
                    if (both.isEmpty()) {
                        into.put("x-impossible", true);
                    }
                }
                case "nullable" -> into.put(key, Boolean.TRUE.equals(old) && Boolean.TRUE.equals(value));
                case "oneOf", "anyOf" -> into.put("x-also-" + key, value);
                case "items" -> into.put(key, both(old, value));
                case "additionalProperties" -> into.put(key, Boolean.FALSE.equals(old) ? old : value);
                default -> into.put(key, value);
            }
        });
    }

    private static Object both(Object a, Object b) {
        if (a == b || a.equals(b)) {
            return a;
        }
        return Map.of("allOf", List.of(a, b));
    }

    private static Object tighter(Object a, Object b, int sign) {
        if (a instanceof Number x && b instanceof Number y) {
            return Numbers.compare(x, y) * sign >= 0 ? a : b;
        }
        return b instanceof Boolean && a instanceof Boolean x ? (x ? a : b) : b;
    }

    /** Declared types without null; by the properties present when none is declared. */
    public static List<String> types(Map<String, Object> schema) {
        Object type = schema.get("type");
        if (type instanceof String t) {
            return t.equals("null") ? List.of() : List.of(t);
        }
        if (type instanceof List<?> many) {
            return many.stream()
                    .map(Values::show)
                    .filter(t -> !t.equals("null"))
                    .toList();
        }
        if (schema.containsKey("properties") || schema.get("additionalProperties") instanceof Map) {
            return List.of("object");
        }
        if (schema.containsKey("items") || schema.containsKey("prefixItems")) {
            return List.of("array");
        }
        return List.of();
    }

    /** True when null is allowed by nullable, a type list or an enum. */
    public static boolean nullable(Map<String, Object> schema) {
        if (Boolean.TRUE.equals(schema.get("nullable")) || Boolean.TRUE.equals(schema.get("x-nullable"))) {
            return true;
        }
        Object type = schema.get("type");
        if ("null".equals(type) || type instanceof List<?> many && many.contains("null")) {
            return true;
        }
        return type == null && schema.get("enum") instanceof List<?> values && values.contains(null);
    }

    /** The property's schema, or null when it is not declared. */
    public @Nullable Map<String, Object> property(@Nullable Map<String, Object> objectSchema, String name) {
        if (objectSchema == null) {
            return null;
        }
        Map<String, Object> schema = object(objectSchema);
        Object property = Values.mapOrEmpty(schema.get("properties")).get(name);
        return property == null ? null : effective(property);
    }

    /** The schema, or the first of its variants that declares properties. */
    public Map<String, Object> object(Map<String, Object> node) {
        Map<String, Object> schema = effective(node);
        if (schema.containsKey("properties")) {
            return schema;
        }
        for (String key : List.of("anyOf", "oneOf")) {
            for (Object variant : Values.listOrEmpty(schema.get(key))) {
                Map<String, Object> inner = effective(variant);
                if (inner.containsKey("properties")) {
                    return inner;
                }
            }
        }
        return schema;
    }

    /** True for a map with members of any name: additionalProperties and no properties (Stripe's metadata). */
    public boolean freeMap(@Nullable Map<String, Object> node) {
        if (node == null) {
            return false;
        }
        Map<String, Object> schema = effective(node);
        if (!schema.containsKey("properties")
                && (schema.get("additionalProperties") instanceof Map
                        || Boolean.TRUE.equals(schema.get("additionalProperties")))) {
            return true;
        }
        for (String key : List.of("anyOf", "oneOf")) {
            for (Object variant : Values.listOrEmpty(schema.get(key))) {
                if (variant != node && freeMap(resolved(variant))) {
                    return true;
                }
            }
        }
        return false;
    }
}
