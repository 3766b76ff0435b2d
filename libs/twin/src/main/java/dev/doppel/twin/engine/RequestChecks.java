package dev.doppel.twin.engine;

import dev.doppel.twin.action.Target;
import dev.doppel.twin.config.Transforms;
import dev.doppel.twin.config.TwinConfig;
import dev.doppel.twin.config.ValidationSpec;
import dev.doppel.twin.decode.BodyReader;
import dev.doppel.twin.decode.Scalars;
import dev.doppel.twin.fault.ErrorKind;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.openapi.OperationShape;
import dev.doppel.twin.schema.RuleValidator;
import dev.doppel.twin.schema.SchemaValidator;
import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.schema.Violation;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests against the imported document or a mock's own rules (spec 4.1, 4.2). */
final class RequestChecks {
    private RequestChecks() {}

    /** Against the document; violations found are rejected, told in headers or let pass, by mode. */
    static void document(
            TwinConfig.ServerValidation rules,
            Mock.Imported source,
            TwinRequest request,
            Query query,
            Map<String, String> params,
            BodyReader.Body body,
            Headers answer,
            boolean stripe) {
        OperationShape shape = source.operation().shape();
        Schemas schemas = source.schemas();
        List<Violation> found = new ArrayList<>();
        for (OperationShape.Param p : shape.params()) {
            String text = switch (p.in()) {
                case "path" -> params.get(p.name());
                case "query" -> query.first(p.name());
                case "header" -> request.headers().first(p.name());
                default -> null;
            };
            boolean deep = p.style().equals("deepObject") || p.in().equals("cookie");
            boolean present = text != null
                    || query.pairs().stream().anyMatch(q -> q.name().startsWith(p.name() + "["));
            if (!present && p.required() && !p.in().equals("cookie")) {
                found.add(new Violation(p.name(), p.in(), "required", p.name() + " is required", null, null));
            } else if (text != null && !deep) {
                Map<String, Object> schema = schemas.effective(p.schema());
                if (!Schemas.types(schema).contains("array")
                        && !Schemas.types(schema).contains("object")) {
                    Object value = Scalars.convert(schemas, schema, text);
                    SchemaValidator.validate(schemas, schema, value == null ? text : value, false)
                            .forEach(v -> found.add(new Violation(
                                    p.name(),
                                    p.in(),
                                    v.code(),
                                    p.name() + " " + v.message(),
                                    v.received(),
                                    v.expected())));
                }
            }
        }
        if (body.schema() != null && (shape.bodyRequired() || request.body().length > 0)) {
            Object values = body.form() ? withoutNulls(body.values()) : body.whole();
            SchemaValidator.validate(schemas, body.schema(), values, false).stream()
                    .filter(v -> !(body.form() && v.code().equals("required") && sent(body.values(), v.field())))
                    .forEach(found::add);
        }
        settle(found, rules.mode(), rules.failOnError(), 400, answer, stripe);
    }

    /** A request that the document has no operation for. */
    static void noRoute(TwinConfig.ServerValidation rules, TwinRequest request, Headers answer, boolean stripe) {
        String text = "the document has no operation " + request.method() + " " + request.rawPath();
        settle(
                List.of(new Violation("", "path", "no_route", text, null, null)),
                rules.mode(),
                rules.failOnError(),
                400,
                answer,
                stripe);
    }

    /** A form says null with an empty text, which its schema allows where the decoder made null of it. */
    private static Map<String, Object> withoutNulls(Map<String, Object> values) {
        Map<String, Object> out = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value instanceof Map<?, ?>) {
                out.put(name, withoutNulls(Values.mapOrEmpty(value)));
            } else if (value instanceof List<?> items) {
                out.put(
                        name,
                        items.stream()
                                .filter(Objects::nonNull)
                                .map(i -> i instanceof Map<?, ?> ? withoutNulls(Values.mapOrEmpty(i)) : i)
                                .toList());
            } else if (value != null) {
                out.put(name, value);
            }
        });
        return out;
    }

    /** True when the body has the field, if only as null ({@code tiers[1].up_to}). */
    private static boolean sent(Map<String, Object> values, String field) {
        Object here = values;
        String[] steps = field.replace("]", "").split("[.\\[]");
        for (int i = 0; i < steps.length; i++) {
            boolean last = i == steps.length - 1;
            if (here instanceof Map<?, ?> m && m.containsKey(steps[i])) {
                here = m.get(steps[i]);
            } else if (here instanceof List<?> l && Values.index(steps[i]) >= 0 && Values.index(steps[i]) < l.size()) {
                here = l.get(Values.index(steps[i]));
            } else {
                return false;
            }
            if (last) {
                return true;
            }
        }
        return false;
    }

    /** A list's {@code limit} against the table's {@code maxLimit}, when it has one. */
    static void page(Target target, Query query) {
        Transforms.ListShape shape = target.transforms().list();
        String limit = query.first("limit");
        if (limit == null
                || shape == null
                || shape.maxLimit() <= 0
                || !Set.of("list", "search").contains(target.action())) {
            return;
        }
        int n = Values.index(limit);
        if (n < 1 || n > shape.maxLimit()) {
            throw TwinFault.invalid(
                            "limit",
                            "Invalid integer: " + limit + " (limit must be from 1 to " + shape.maxLimit() + ")")
                    .withExtra(Map.of("code", "parameter_invalid_integer"));
        }
    }

    /** Against a mock's own rules. */
    static void mock(
            ValidationSpec spec,
            TwinRequest request,
            Query query,
            Map<String, String> params,
            Map<String, Object> body,
            Headers answer) {
        List<Violation> found = new ArrayList<>(RuleValidator.body(spec, spec.required(), spec.fields(), body, true));
        found.addAll(RuleValidator.texts(spec.pathParams(), params::get, "path"));
        found.addAll(RuleValidator.texts(spec.queryParams(), query::first, "query"));
        found.addAll(RuleValidator.texts(spec.headers(), request.headers()::first, "header"));
        settle(found, spec.mode(), true, spec.failStatus(), answer, false);
    }

    private static void settle(
            List<Violation> found, String mode, boolean fail, int status, Headers answer, boolean stripe) {
        List<Violation> counted = mode.equals("permissive")
                ? found.stream().filter(v -> v.code().equals("required")).toList()
                : found;
        if (counted.isEmpty()) {
            return;
        }
        if (mode.equals("warn") || !fail) {
            answer.set("X-Mockd-Validation-Warnings", "true");
            answer.set("X-Mockd-Validation-Errors", Integer.toString(counted.size()));
            return;
        }
        Violation first = counted.getFirst();
        String named = bracketed(first.field(), stripe);
        TwinFault fault = TwinFault.of(ErrorKind.VALIDATION_ERROR, stripe ? told(first, named) : first.message())
                .withField(named)
                .withStatus(status)
                .withViolations(counted.stream().map(Violation::asMap).toList());
        throw stripe ? fault.withExtra(Map.of("type", "invalid_request_error", "code", code(first))) : fault;
    }

    /** The violation in the words of Stripe's API. */
    private static String told(Violation v, String param) {
        return switch (v.code()) {
            case "required" -> "Missing required param: " + param + ".";
            case "unknown_field" -> "Received unknown parameter: " + param;
            case "enum" -> "Invalid " + param + ": must be one of " + v.expected();
            case "type" -> "Invalid " + kind(v) + ": " + v.received();
            default -> v.message();
        };
    }

    private static String kind(Violation v) {
        String expected = String.valueOf((@Nullable Object) v.expected());
        return expected.contains("integer")
                ? "integer"
                : expected.contains("boolean") ? "boolean" : expected.contains("array") ? "array" : expected;
    }

    private static String bracketed(String field, boolean stripe) {
        if (!stripe || field.indexOf('.') < 0) {
            return field;
        }
        String[] parts = field.split("\\.");
        StringBuilder out = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            out.append('[').append(parts[i]).append(']');
        }
        return out.toString();
    }

    private static String code(Violation v) {
        String expected = String.valueOf((@Nullable Object) v.expected());
        return switch (v.code()) {
            case "required" -> "parameter_missing";
            case "unknown_field" -> "parameter_unknown";
            case "type" ->
                expected.contains("integer")
                        ? "parameter_invalid_integer"
                        : expected.contains("string") ? "parameter_invalid_string_blank" : "parameter_invalid_empty";
            default -> "parameter_invalid_empty";
        };
    }
}
