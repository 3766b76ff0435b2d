package dev.doppel.twin.schema;

import dev.doppel.twin.faker.Faker;
import dev.doppel.twin.value.Dice;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.Values;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A value that a schema allows, the same for the same seed (spec 3.2). Confined to one call; bounded in depth and size. */
public final class Generator {
    /** How much of a schema is filled. */
    public enum Style {
        FULL,
        NO_EXAMPLES,
        REQUIRED_ONLY
    }

    private static final Object OMIT = new Object();
    private static final int MAX_DEPTH = 8;
    private static final int MAX_NODES = 4_000;
    /** No lists grow and no members are added beyond it, whatever a schema asks for. */
    private static final int MAX_MADE = 20_000;

    private final Schemas schemas;
    private final Style style;
    private final Instant now;
    private final long seed;
    private final Map<String, Object> fixtures;
    private final Deque<String> path = new ArrayDeque<>();
    private int nodes;
    private int made;

    public Generator(Schemas schemas, Style style, Instant now, long seed, Map<String, Object> fixtures) {
        this.schemas = schemas;
        this.style = style;
        this.now = now;
        this.seed = seed;
        this.fixtures = fixtures;
    }

    public @Nullable Object generate(@Nullable Object schema) {
        Object value = make(schema, "", "", 0, true);
        return value == OMIT ? null : value;
    }

    private @Nullable Object make(@Nullable Object node, String name, String at, int depth, boolean required) {
        nodes++;
        if (++made > MAX_MADE) {
            return required ? null : OMIT;
        }
        if (node instanceof Map<?, ?> m && m.get("$ref") instanceof String ref) {
            if (path.contains(ref)) {
                return cut(schemas.effective(node), name, at, depth, required);
            }
            path.push(ref);
            try {
                return value(schemas.effective(node), name, at, depth, required);
            } finally {
                path.pop();
            }
        }
        return value(schemas.effective(node), name, at, depth, required);
    }

    private @Nullable Object value(Map<String, Object> s, String name, String at, int depth, boolean required) {
        if (depth > MAX_DEPTH || nodes > MAX_NODES) {
            return cut(s, name, at, depth, required);
        }
        if (!required && Boolean.TRUE.equals(s.get("x-impossible"))) {
            return OMIT;
        }
        if (style == Style.FULL) {
            if (s.containsKey("example") && fits(s, s.get("example"))) {
                return Values.copy(s.get("example"));
            }
            List<Object> examples = Values.listOrEmpty(s.get("examples"));
            if (!examples.isEmpty() && fits(s, examples.getFirst())) {
                return Values.copy(examples.getFirst());
            }
            Object fixture = s.get("x-resourceId") instanceof String id ? fixtures.get(id) : null;
            if (fixture != null) {
                return Values.copy(fixture);
            }
        }
        if (s.get("x-mockd-faker") instanceof String faker) {
            Object fake = Faker.value(faker, dice(at));
            Number number = fake instanceof String f ? Numbers.parse(f) : null;
            if (number != null && !Schemas.types(s).contains("string") && fits(s, number)) {
                return number;
            }
            if (fake != null && fits(s, fake)) {
                return fake;
            }
        }
        if (s.containsKey("const")) {
            return s.get("const");
        }
        if (s.containsKey("default") && fits(s, s.get("default"))) {
            return Values.copy(s.get("default"));
        }
        if (s.get("enum") instanceof List<?> values && !values.isEmpty()) {
            for (Object candidate : values) {
                if (candidate != null && fits(s, candidate)) {
                    return candidate;
                }
            }
            return values.contains(null) ? null : values.getFirst();
        }
        boolean nullable = Schemas.nullable(s);
        if (nullable && !required) {
            return null;
        }
        Object variant = variant(s, name, at, depth, required);
        if (variant != OMIT) {
            return variant;
        }
        List<String> types = Schemas.types(s);
        String type = types.isEmpty() ? "" : types.getFirst();
        return switch (type) {
            case "object" -> object(s, at, depth);
            case "array" -> array(s, name, at, depth);
            case "boolean" -> Boolean.FALSE;
            case "integer" -> NumberChoice.pick(s, name, true, now);
            case "number" -> NumberChoice.pick(s, name, false, now);
            case "string" -> TextChoice.pick(s, name, dice(at), now);
            default -> null;
        };
    }

    private @Nullable Object variant(Map<String, Object> s, String name, String at, int depth, boolean required) {
        boolean exclusive = s.containsKey("oneOf");
        List<Object> variants = Values.listOrEmpty(s.get(exclusive ? "oneOf" : "anyOf"));
        if (variants.isEmpty()) {
            return OMIT;
        }
        if (s.get("x-expansionResources") != null) {
            for (Object v : variants) {
                if (Schemas.types(schemas.effective(v)).contains("string")) {
                    return TextChoice.idOf(Values.mapOrEmpty(s.get("x-expansionResources")), dice(at));
                }
            }
        }
        List<Object> ordered = new ArrayList<>(variants);
        ordered.sort(java.util.Comparator.comparingInt(v -> free(schemas.effective(v)) ? 1 : 0));
        Object first = null;
        Map<String, Object> base = new LinkedHashMap<>(s);
        base.remove("oneOf");
        base.remove("anyOf");
        boolean more = base.containsKey("properties") || base.containsKey("required");
        for (Object v : ordered) {
            Object node = more ? Map.of("allOf", List.of(base, v)) : v;
            Object candidate = discriminated(s, v, make(node, name, at, depth + (more ? 1 : 0), true));
            if (candidate == OMIT) {
                continue;
            }
            if (first == null) {
                first = candidate;
            }
            if (!exclusive || SchemaValidator.valid(schemas, s, candidate, true)) {
                return candidate;
            }
        }
        return first;
    }

    private static boolean free(Map<String, Object> e) {
        return Schemas.types(e).isEmpty()
                && !e.containsKey("enum")
                && !e.containsKey("const")
                && !e.containsKey("oneOf")
                && !e.containsKey("anyOf");
    }

    private @Nullable Object discriminated(Map<String, Object> s, Object variant, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> m)
                || !(s.get("discriminator") instanceof Map<?, ?> d)
                || !(variant instanceof Map<?, ?> v)
                || !(v.get("$ref") instanceof String ref)) {
            return value;
        }
        String property = Values.show(d.get("propertyName"));
        String wanted = ref.substring(ref.lastIndexOf('/') + 1);
        for (var e : Values.mapOrEmpty(d.get("mapping")).entrySet()) {
            if (ref.equals(e.getValue()) || ref.endsWith("/" + e.getValue())) {
                wanted = e.getKey();
            }
        }
        Map<String, Object> out = new LinkedHashMap<>(Values.mapOrEmpty(m));
        Map<String, Object> declared = schemas.property(Values.mapOrEmpty(variant), property);
        if (declared == null || fits(declared, wanted)) {
            out.put(property, wanted);
        }
        return out;
    }

    private Object object(Map<String, Object> s, String at, int depth) {
        Map<String, Object> properties = Values.mapOrEmpty(s.get("properties"));
        Set<String> must = new LinkedHashSet<>();
        Values.listOrEmpty(s.get("required")).forEach(r -> must.add(Values.show(r)));
        Map<String, Object> out = new LinkedHashMap<>();
        boolean optional = style != Style.REQUIRED_ONLY && depth <= 3;
        properties.forEach((name, node) -> {
            boolean required = must.contains(name);
            if (!required && !optional
                    || Boolean.TRUE.equals(schemas.resolved(node).get("writeOnly"))) {
                return;
            }
            Object value = make(node, name, at + "/" + name, depth + 1, required);
            if (value != OMIT) {
                out.put(name, value);
            }
        });
        Object more = s.get("additionalProperties");
        for (String name : must) {
            if (!properties.containsKey(name)) {
                out.put(name, more instanceof Map ? make(more, name, at + "/" + name, depth + 1, true) : "string");
            }
        }
        if (s.get("minProperties") instanceof Number min) {
            for (int i = 1; out.size() < Numbers.within(min, 100) && made <= MAX_MADE; i++) {
                Object value = more instanceof Map ? make(more, "", at + "/key" + i, depth + 1, true) : "string";
                made++;
                out.put("key" + i, value == OMIT ? null : value);
            }
        }
        return out;
    }

    private Object array(Map<String, Object> s, String name, String at, int depth) {
        List<Object> prefix = Values.listOrEmpty(s.get("prefixItems"));
        Object items = s.get("items");
        List<Object> out = new ArrayList<>();
        for (Object p : prefix) {
            out.add(make(p, name, at + "/" + out.size(), depth + 1, true));
        }
        int min = s.get("minItems") instanceof Number n ? Numbers.within(n, 100) : 0;
        int max = s.get("maxItems") instanceof Number n ? Numbers.within(n, Integer.MAX_VALUE) : Integer.MAX_VALUE;
        int want = Math.max(min, Math.min(max, 1));
        boolean unique = Boolean.TRUE.equals(s.get("uniqueItems"));
        for (int i = 0; items instanceof Map && out.size() < want && i < want * 20 && made <= MAX_MADE; i++) {
            Object value = make(items, name, at + "/" + i, depth + 1, true);
            if (value == OMIT || min == 0 && !SchemaValidator.valid(schemas, items, value, true)) {
                break;
            }
            if (unique && out.stream().anyMatch(o -> Values.equal(o, value))) {
                Object other = different(schemas.effective(items), out, i);
                if (other == OMIT) {
                    continue;
                }
                out.add(other);
            } else {
                out.add(value);
            }
        }
        return out;
    }

    private static @Nullable Object different(Map<String, Object> item, List<Object> taken, int i) {
        for (Object e : Values.listOrEmpty(item.get("enum"))) {
            if (taken.stream().noneMatch(o -> Values.equal(o, e))) {
                return e;
            }
        }
        List<String> types = Schemas.types(item);
        return types.contains("integer") || types.contains("number")
                ? (Object) (long) i
                : types.contains("string") ? "string" + i : OMIT;
    }

    /** What stands where a schema repeats itself (spec 3.2 step 11). */
    private @Nullable Object cut(Map<String, Object> s, String name, String at, int depth, boolean required) {
        if (!required) {
            return OMIT;
        }
        if (Schemas.nullable(s) || depth > 24) {
            return null;
        }
        List<String> types = Schemas.types(s);
        String type = types.isEmpty() ? "" : types.getFirst();
        if (type.equals("array") && !(s.get("minItems") instanceof Number)) {
            return new ArrayList<>();
        }
        if (type.equals("object")) {
            Map<String, Object> out = new LinkedHashMap<>();
            Map<String, Object> properties = Values.mapOrEmpty(s.get("properties"));
            for (Object r : Values.listOrEmpty(s.get("required"))) {
                String key = Values.show(r);
                Map<String, Object> p = schemas.effective(properties.get(key));
                List<String> inner = Schemas.types(p);
                boolean scalar = !inner.contains("object") && !inner.contains("array");
                Object value = scalar
                        ? value(p, key, at + "/" + key, Math.min(depth, MAX_DEPTH), true)
                        : cut(p, key, at + "/" + key, depth + 1, true);
                out.put(key, value == OMIT ? null : value);
            }
            return out;
        }
        List<Object> variants = Values.listOrEmpty(s.get(s.containsKey("oneOf") ? "oneOf" : "anyOf"));
        if (!variants.isEmpty()) {
            for (Object v : variants) {
                if (Schemas.types(schemas.effective(v)).contains("string")) {
                    return TextChoice.idOf(Values.mapOrEmpty(s.get("x-expansionResources")), dice(at));
                }
            }
            return cut(schemas.effective(variants.getFirst()), name, at, depth + 1, true);
        }
        nodes = Math.min(nodes, MAX_NODES);
        return value(s, name, at, MAX_DEPTH, true);
    }

    private boolean fits(Map<String, Object> s, @Nullable Object value) {
        return SchemaValidator.valid(schemas, s, value, true);
    }

    private Dice dice(String at) {
        return new Dice(Dice.seed(seed, at));
    }
}
