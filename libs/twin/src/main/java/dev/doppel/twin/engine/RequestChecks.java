package dev.doppel.twin.engine;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        if (body.schema() != null && (shape.bodyRequired() || !body.values().isEmpty())) {
            SchemaValidator.validate(schemas, body.schema(), body.values(), false)
                    .forEach(found::add);
        }
        settle(found, rules.mode(), rules.failOnError(), 400, answer, stripe);
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
        TwinFault fault = TwinFault.of(ErrorKind.VALIDATION_ERROR, first.message())
                .withField(bracketed(first.field(), stripe))
                .withStatus(status)
                .withViolations(counted.stream().map(Violation::asMap).toList());
        throw stripe ? fault.withExtra(Map.of("type", "invalid_request_error", "code", code(first))) : fault;
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
