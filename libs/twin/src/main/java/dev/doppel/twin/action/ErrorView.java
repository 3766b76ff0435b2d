package dev.doppel.twin.action;

import dev.doppel.twin.config.Transforms;
import dev.doppel.twin.fault.ErrorKind;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Errors in the twin's own form (spec 1.11.6). Pure. */
public final class ErrorView {
    private ErrorView() {}

    public static TwinResponse render(TwinFault fault, Transforms.@Nullable ErrorShape shape, String path) {
        if (shape == null) {
            return plain(fault);
        }
        String kind = fault.kind().name();
        Map<String, Object> s = new LinkedHashMap<>();
        s.put("message", message(fault, shape, path));
        put(s, "resource", fault.resource());
        put(s, "id", fault.id());
        put(s, "field", fault.field());
        put(s, "param", fault.field());
        put(s, "hint", fault.hint());
        put(s, "type", shape.typeMap().get(kind));
        String code = shape.codeMap().get(kind);
        if (fault.status() == 429 && code != null) {
            code = "rate_limit";
        }
        Object codeValue = code != null && Values.index(code) >= 0 ? (Object) Long.parseLong(code) : code;
        put(s, "code", codeValue);
        s.put("status", (long) fault.status());
        s.putAll(fault.extra());
        if (s.get("code") instanceof Long n && shape.fields().containsKey("more_info")) {
            s.putIfAbsent("more_info", "https://www.twilio.com/docs/errors/" + n);
        }
        if (s.get("code") instanceof String word && shape.fields().containsKey("doc_url")) {
            s.putIfAbsent("doc_url", "https://stripe.com/docs/error-codes/" + word.replace('_', '-'));
        }
        Map<String, Object> out = new LinkedHashMap<>();
        if (shape.fields().isEmpty()) {
            for (String name : List.of("message", "resource", "id", "field")) {
                put(out, name, s.get(name));
            }
        } else {
            shape.fields().forEach((source, name) -> put(out, name, s.get(source)));
        }
        fault.extra().forEach((k, v) -> {
            if (!shape.fields().containsKey(k)) {
                out.put(k, v);
            }
        });
        out.putAll(shape.inject());
        Object body = shape.wrap() == null ? out : Map.of(shape.wrap(), out);
        return TwinResponse.json(fault.status(), body);
    }

    private static String message(TwinFault fault, Transforms.ErrorShape shape, String path) {
        String template = shape.messages().get(fault.kind().name());
        if (template == null) {
            return fault.text();
        }
        return template.replace("{{id}}", Values.show(fault.id()))
                .replace("{{resource}}", Values.show(fault.resource()))
                .replace("{{path}}", path)
                .replace("{{message}}", fault.text());
    }

    private static void put(Map<String, Object> out, String name, @Nullable Object value) {
        if (value != null && !"".equals(value)) {
            out.put(name, value);
        }
    }

    private static TwinResponse plain(TwinFault fault) {
        if (fault.kind() == ErrorKind.VALIDATION_ERROR && !fault.violations().isEmpty()) {
            return problem(fault);
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("error", fault.text());
        put(out, "resource", fault.resource());
        put(out, "id", fault.id());
        out.put("statusCode", (long) fault.status());
        put(out, "field", fault.field());
        put(out, "hint", fault.hint());
        out.putAll(fault.extra());
        return TwinResponse.json(fault.status(), out);
    }

    /** The problem body of spec 4.4. */
    public static TwinResponse problem(TwinFault fault) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("type", "validation_error");
        out.put("title", "Request Validation Failed");
        out.put("status", (long) fault.status());
        int n = fault.violations().size();
        out.put("detail", n == 1 ? fault.text() : n + " validation errors");
        out.put("errors", fault.violations());
        return new TwinResponse(
                fault.status(), Headers.of("Content-Type", "application/problem+json"), Json.bytes(out));
    }
}
