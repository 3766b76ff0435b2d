package dev.doppel.twin.schema;

import com.google.re2j.Pattern;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.SafePattern;
import dev.doppel.twin.value.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Validates values against schemas of all dialects read here. At most 100 violations and 200 000 checks a call. */
public final class SchemaValidator {
    private static final int MAX_CHECKS = 200_000;

    private final Schemas schemas;
    private final boolean response;
    private int checks;

    private SchemaValidator(Schemas schemas, boolean response) {
        this.schemas = schemas;
        this.response = response;
    }

    /** Violations with dotted fields; empty when valid. */
    public static List<Violation> validate(
            Schemas schemas, @Nullable Object schema, @Nullable Object value, boolean response) {
        List<Violation> out = new ArrayList<>();
        new SchemaValidator(schemas, response).check(schema, value, "", out, 0);
        return out;
    }

    public static boolean valid(Schemas schemas, @Nullable Object schema, @Nullable Object value, boolean response) {
        return validate(schemas, schema, value, response).isEmpty();
    }

    private void check(@Nullable Object node, @Nullable Object value, String at, List<Violation> out, int depth) {
        if (node == null || Boolean.TRUE.equals(node) || depth > 60 || ++checks > MAX_CHECKS || out.size() >= 100) {
            return;
        }
        if (Boolean.FALSE.equals(node)) {
            add(out, at, "schema", "nothing is allowed here", value, null);
            return;
        }
        Map<String, Object> s = schemas.resolved(node);
        for (Object part : Values.listOrEmpty(s.get("allOf"))) {
            check(part, value, at, out, depth + 1);
        }
        if (value == null && Schemas.nullable(s)) {
            return;
        }
        variants(s, value, at, out, depth);
        if (s.get("not") != null && matches(s.get("not"), value, depth)) {
            add(out, at, "schema", "matches a schema that it must not match", value, null);
        }
        if (s.get("if") != null) {
            check(s.get(matches(s.get("if"), value, depth) ? "then" : "else"), value, at, out, depth + 1);
        }
        if (s.containsKey("const") && !Values.equal(s.get("const"), value)) {
            add(out, at, "enum", "must be " + Values.show(s.get("const")), value, s.get("const"));
        }
        if (s.get("enum") instanceof List<?> allowed && allowed.stream().noneMatch(a -> Values.equal(a, value))) {
            add(out, at, "enum", "must be one of the allowed values", value, allowed.size() > 40 ? null : allowed);
        }
        List<String> types = s.get("type") == null ? List.of() : Schemas.types(s);
        if (s.get("type") != null && types.stream().noneMatch(t -> is(t, value))) {
            if (!(types.isEmpty() && value == null)) {
                add(out, at, "type", "must be " + String.join(" or ", types), value, String.join("|", types));
            }
            return;
        }
        switch (value) {
            case String text -> text(s, text, at, out);
            case Number number -> number(s, number, at, out);
            case List<?> list -> array(s, Values.listOrEmpty(list), at, out, depth);
            case Map<?, ?> map -> object(s, Values.mapOrEmpty(map), at, out, depth);
            case null, default -> {}
        }
    }

    private boolean matches(@Nullable Object node, @Nullable Object value, int depth) {
        List<Violation> inner = new ArrayList<>();
        check(node, value, "", inner, depth + 1);
        return inner.isEmpty();
    }

    private void variants(Map<String, Object> s, @Nullable Object value, String at, List<Violation> out, int depth) {
        List<Object> any = Values.listOrEmpty(s.get("anyOf"));
        if (!any.isEmpty() && any.stream().noneMatch(v -> matches(v, value, depth))) {
            add(out, at, "schema", "matches none of the allowed shapes", value, null);
        }
        List<Object> one = Values.listOrEmpty(s.get("oneOf"));
        if (!one.isEmpty()) {
            long hits = one.stream().filter(v -> matches(v, value, depth)).count();
            if (hits != 1) {
                add(
                        out,
                        at,
                        "schema",
                        "matches " + hits + " of the shapes of which exactly one is allowed",
                        value,
                        null);
            }
        }
    }

    static boolean is(String type, @Nullable Object value) {
        return switch (type) {
            case "string" -> value instanceof String;
            case "integer" -> value instanceof Number n && Numbers.integral(n);
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "array" -> value instanceof List;
            case "object" -> value instanceof Map;
            default -> true;
        };
    }

    private static void text(Map<String, Object> s, String text, String at, List<Violation> out) {
        int length = text.codePointCount(0, text.length());
        if (s.get("minLength") instanceof Number n && length < n.doubleValue()) {
            add(out, at, "min_length", "must have at least " + n + " characters", text, n);
        }
        if (s.get("maxLength") instanceof Number n && length > n.doubleValue()) {
            add(out, at, "max_length", "must have at most " + n + " characters", text, n);
        }
        if (s.get("pattern") instanceof String regex) {
            Pattern pattern = SafePattern.compile(regex);
            if (pattern != null && !pattern.matcher(text).find()) {
                add(out, at, "pattern", "must match " + regex, text, regex);
            }
        }
        // A value that the schema lists is allowed whatever its format ("now" among date-times).
        if (s.get("format") instanceof String format && !s.containsKey("enum") && !Formats.valid(format, text)) {
            add(out, at, "format", "must be a valid " + format, text, format);
        }
    }

    private static void number(Map<String, Object> s, Number n, String at, List<Violation> out) {
        Object exMin = s.get("exclusiveMinimum");
        Object exMax = s.get("exclusiveMaximum");
        if (s.get("minimum") instanceof Number min) {
            int c = Numbers.compare(n, min);
            if (c < 0 || c == 0 && Boolean.TRUE.equals(exMin)) {
                add(out, at, c < 0 ? "min" : "exclusive_min", "must be at least " + min, n, min);
            }
        }
        if (s.get("maximum") instanceof Number max) {
            int c = Numbers.compare(n, max);
            if (c > 0 || c == 0 && Boolean.TRUE.equals(exMax)) {
                add(out, at, c > 0 ? "max" : "exclusive_max", "must be at most " + max, n, max);
            }
        }
        if (exMin instanceof Number min && Numbers.compare(n, min) <= 0) {
            add(out, at, "exclusive_min", "must be more than " + min, n, min);
        }
        if (exMax instanceof Number max && Numbers.compare(n, max) >= 0) {
            add(out, at, "exclusive_max", "must be less than " + max, n, max);
        }
        if (s.get("multipleOf") instanceof Number step
                && step.doubleValue() > 0
                && Numbers.big(n).remainder(Numbers.big(step)).compareTo(BigDecimal.ZERO) != 0) {
            add(out, at, "schema", "must be a multiple of " + step, n, step);
        }
    }

    private void array(Map<String, Object> s, List<Object> list, String at, List<Violation> out, int depth) {
        if (s.get("minItems") instanceof Number n && list.size() < n.doubleValue()) {
            add(out, at, "min_items", "must have at least " + n + " items", list.size(), n);
        }
        if (s.get("maxItems") instanceof Number n && list.size() > n.doubleValue()) {
            add(out, at, "max_items", "must have at most " + n + " items", list.size(), n);
        }
        if (Boolean.TRUE.equals(s.get("uniqueItems")) && list.size() <= 1_000) {
            for (int i = 0; i < list.size(); i++) {
                for (int j = i + 1; j < list.size(); j++) {
                    if (Values.equal(list.get(i), list.get(j))) {
                        add(out, at, "unique_items", "items " + i + " and " + j + " are equal", null, null);
                        return;
                    }
                }
            }
        }
        List<Object> prefix = Values.listOrEmpty(s.get("prefixItems"));
        for (int i = 0; i < list.size(); i++) {
            check(i < prefix.size() ? prefix.get(i) : s.get("items"), list.get(i), at + "[" + i + "]", out, depth + 1);
        }
    }

    private void object(Map<String, Object> s, Map<String, Object> map, String at, List<Violation> out, int depth) {
        Map<String, Object> properties = Values.mapOrEmpty(s.get("properties"));
        for (Object r : Values.listOrEmpty(s.get("required"))) {
            String name = Values.show(r);
            if (!map.containsKey(name)) {
                Map<String, Object> p = schemas.resolved(properties.get(name));
                if (!Boolean.TRUE.equals(p.get(response ? "writeOnly" : "readOnly"))) {
                    add(out, join(at, name), "required", name + " is required", null, null);
                }
            }
        }
        if (s.get("minProperties") instanceof Number n && map.size() < n.doubleValue()) {
            add(out, at, "schema", "must have at least " + n + " members", map.size(), n);
        }
        if (s.get("maxProperties") instanceof Number n && map.size() > n.doubleValue()) {
            add(out, at, "schema", "must have at most " + n + " members", map.size(), n);
        }
        Map<String, Object> patterns = Values.mapOrEmpty(s.get("patternProperties"));
        map.forEach((name, value) -> {
            boolean known = properties.containsKey(name);
            if (known) {
                check(properties.get(name), value, join(at, name), out, depth + 1);
            }
            for (var e : patterns.entrySet()) {
                Pattern pattern = SafePattern.compile(e.getKey());
                if (pattern == null || pattern.matcher(name).find()) {
                    known = true;
                    check(e.getValue(), value, join(at, name), out, depth + 1);
                }
            }
            Object more = s.get("additionalProperties");
            if (!known && Boolean.FALSE.equals(more)) {
                add(out, join(at, name), "unknown_field", name + " is not known here", value, null);
            } else if (!known && more instanceof Map) {
                check(more, value, join(at, name), out, depth + 1);
            }
        });
    }

    private static String join(String at, String name) {
        return at.isEmpty() ? name : at + "." + name;
    }

    private static void add(
            List<Violation> out,
            String at,
            String code,
            String message,
            @Nullable Object received,
            @Nullable Object expected) {
        String text = at.isEmpty() ? message : at + ": " + message;
        out.add(new Violation(
                at,
                "body",
                code,
                text,
                received instanceof String s && s.length() > 200 ? s.substring(0, 200) : received,
                expected));
    }
}
