package dev.doppel.twin.record;

import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cleaned exchange. Bodies are decoded (no content encoding), in UTF-8 where they are text. Immutable.
 *
 * @param path percent-encoded
 * @param query percent-encoded, without "?", may be empty
 * @param left why a body was not kept, or null
 * @param way how it went by; a body that was cut is marked {@code truncated} in the JSON
 */
public record Recording(
        Instant at,
        long tookMillis,
        String host,
        String method,
        String path,
        String query,
        Map<String, List<String>> requestHeaders,
        byte[] requestBody,
        int status,
        Map<String, List<String>> headers,
        byte[] body,
        @Nullable String left,
        Way way) {

    /** One JSON document, as it is stored. */
    public byte[] toJson() {
        return Json.pretty(asMap());
    }

    /** The same as plain values. */
    public Map<String, Object> asMap() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("method", method);
        request.put("path", path);
        request.put("query", query);
        request.put("headers", requestHeaders);
        put(request, requestBody);
        cut(request, way.requestCut());
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("statusCode", (long) status);
        response.put("headers", headers);
        put(response, body);
        cut(response, way.responseCut());
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("timestamp", at.toString());
        out.put("durationMs", tookMillis);
        if (!way.scheme().isEmpty()) {
            out.put("scheme", way.scheme());
        }
        out.put("host", host);
        if (way.port() > 0) {
            out.put("port", (long) way.port());
        }
        out.put("request", request);
        out.put("response", response);
        if (left != null) {
            out.put("notRecorded", left);
        }
        return out;
    }

    /** Reads what {@link #toJson} wrote; a {@link ValueSyntaxException} says what is missing. */
    public static Recording fromJson(byte[] json) {
        Map<String, Object> map = Values.mapOrEmpty(Json.parse(json));
        Map<String, Object> request = Values.mapOrEmpty(map.get("request"));
        Map<String, Object> response = Values.mapOrEmpty(map.get("response"));
        String method = Values.show(request.get("method"));
        if (method.isEmpty() || !(response.get("statusCode") instanceof Number status)) {
            throw new ValueSyntaxException("a recording needs request.method and response.statusCode", 0, 0);
        }
        Instant at;
        try {
            at = Instant.parse(Values.show(map.get("timestamp")));
        } catch (java.time.DateTimeException e) {
            at = Instant.EPOCH;
        }
        return new Recording(
                at,
                map.get("durationMs") instanceof Number n ? n.longValue() : 0,
                Values.show(map.get("host")),
                method,
                Values.show(request.get("path")),
                Values.show(request.get("query")),
                fields(request),
                bytes(request),
                status.intValue(),
                fields(response),
                bytes(response),
                Values.text(map.get("notRecorded")),
                new Way(
                        Values.show(map.get("scheme")),
                        map.get("port") instanceof Number n ? n.intValue() : 0,
                        Boolean.TRUE.equals(request.get("truncated")),
                        Boolean.TRUE.equals(response.get("truncated"))));
    }

    private static void cut(Map<String, Object> out, boolean truncated) {
        if (truncated) {
            out.put("truncated", true);
        }
    }

    private static void put(Map<String, Object> out, byte[] body) {
        String text = Body.utf8(body);
        if (text == null) {
            out.put("bodyBase64", Base64.getEncoder().encodeToString(body));
        } else if (!text.isEmpty()) {
            out.put("body", text);
        }
    }

    private static byte[] bytes(Map<String, Object> from) {
        if (from.get("bodyBase64") instanceof String text) {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw new ValueSyntaxException("bodyBase64 is not base64", 0, 0);
            }
        }
        return Values.show(from.get("body")).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Map<String, List<String>> fields(Map<String, Object> from) {
        Map<String, List<String>> out = new LinkedHashMap<>();
        Values.mapOrEmpty(from.get("headers"))
                .forEach((name, values) -> out.put(
                        name,
                        values instanceof List<?> l
                                ? l.stream().map(Values::show).toList()
                                : List.of(Values.show(values))));
        return out;
    }
}
