package dev.doppel.twin.schema;

import dev.doppel.twin.config.ValidationSpec;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The field rules of spec 4.2, brought to JSON Schema and checked by {@link SchemaValidator}. Pure. */
public final class RuleValidator {
    private static final Map<String, String> KEYS = Map.of(
            "min", "minimum", "max", "maximum", "exclusiveMin", "exclusiveMinimum", "exclusiveMax", "exclusiveMaximum");

    private RuleValidator() {}

    /** Violations of a body; {@code required} is checked only when {@code whole}. */
    public static List<Violation> body(
            ValidationSpec spec,
            List<String> required,
            Map<String, Object> fields,
            Map<String, Object> body,
            boolean whole) {
        List<Violation> out = new ArrayList<>();
        if (spec.schema() != null) {
            for (Violation v : SchemaValidator.validate(Schemas.alone(spec.schema()), spec.schema(), body, false)) {
                if (whole || !v.code().equals("required")) {
                    out.add(v);
                }
            }
            if (spec.schemaRef() != null) {
                return out;
            }
        }
        if (whole) {
            for (String name : required) {
                if (find(body, name).stream().noneMatch(Found::present)) {
                    out.add(new Violation(name, "body", "required", name + " is required", null, null));
                }
            }
        }
        fields.forEach((path, node) -> {
            Map<String, Object> rule = Values.mapOrEmpty(node);
            for (Found found : find(body, path)) {
                check(rule, found, whole, "body", out);
            }
        });
        return out;
    }

    /** Violations of text values (path, query, header): read as the rule's type first. */
    public static List<Violation> texts(
            Map<String, Object> rules, java.util.function.Function<String, @Nullable String> given, String location) {
        List<Violation> out = new ArrayList<>();
        rules.forEach((name, node) -> {
            Map<String, Object> rule = Values.mapOrEmpty(node);
            String text = given.apply(name);
            Object value = text;
            if (text != null) {
                String type = Values.show(rule.get("type"));
                Number n = type.equals("integer") || type.equals("number") ? Numbers.parse(text) : null;
                value = n != null
                        ? n
                        : type.equals("boolean") && (text.equals("true") || text.equals("false"))
                                ? Boolean.valueOf(text)
                                : text;
            }
            check(rule, new Found(name, value, text != null), true, location, out);
        });
        return out;
    }

    private record Found(String path, @Nullable Object value, boolean present) {}

    private static void check(
            Map<String, Object> rule, Found found, boolean whole, String location, List<Violation> out) {
        if (!found.present()) {
            if (whole && Boolean.TRUE.equals(rule.get("required"))) {
                out.add(new Violation(found.path(), location, "required", found.path() + " is required", null, null));
            }
            return;
        }
        if (found.value() == null
                && !Boolean.FALSE.equals(rule.get("nullable"))
                && !rule.containsKey("nullable")
                && !rule.containsKey("type")) {
            return;
        }
        Map<String, Object> schema = schema(rule);
        for (Violation v : SchemaValidator.validate(Schemas.alone(schema), schema, found.value(), false)) {
            String field = v.field().isEmpty()
                    ? found.path()
                    : v.field().startsWith("[") ? found.path() + v.field() : found.path() + "." + v.field();
            boolean own = rule.get("message") != null
                    && (v.code().equals("pattern") || v.code().equals("format"));
            String message = own
                    ? Values.show(rule.get("message"))
                    : v.field().isEmpty() ? found.path() + " " + v.message() : v.message();
            out.add(new Violation(field, location, v.code(), message, v.received(), v.expected()));
        }
    }

    private static Map<String, Object> schema(Map<String, Object> rule) {
        Map<String, Object> out = new LinkedHashMap<>();
        rule.forEach((key, value) -> {
            switch (key) {
                case "required", "message" -> {}
                case "items" -> out.put("items", schema(Values.mapOrEmpty(value)));
                case "properties" -> {
                    Map<String, Object> properties = new LinkedHashMap<>();
                    List<Object> must = new ArrayList<>();
                    Values.mapOrEmpty(value).forEach((name, inner) -> {
                        properties.put(name, schema(Values.mapOrEmpty(inner)));
                        if (Boolean.TRUE.equals(Values.mapOrEmpty(inner).get("required"))) {
                            must.add(name);
                        }
                    });
                    out.put("properties", properties);
                    out.put("required", must);
                }
                default -> out.put(KEYS.getOrDefault(key, key), value);
            }
        });
        return out;
    }

    private static List<Found> find(Map<String, Object> body, String dotted) {
        List<Found> here = List.of(new Found("", body, true));
        for (String part : dotted.split("\\.")) {
            List<Found> next = new ArrayList<>();
            for (Found f : here) {
                step(f, part, next);
            }
            here = next;
        }
        return here;
    }

    private static void step(Found from, String part, List<Found> out) {
        String path = from.path().isEmpty() ? part : from.path() + "." + part;
        if (from.value() instanceof List<?> list) {
            for (int i = 0; i < list.size() && i < 1_000; i++) {
                step(new Found(from.path() + "[" + i + "]", list.get(i), true), part, out);
            }
        } else {
            Map<String, Object> map = Values.map(from.value());
            boolean present = map != null && map.containsKey(part);
            out.add(new Found(path, map == null ? null : map.get(part), present));
        }
    }
}
