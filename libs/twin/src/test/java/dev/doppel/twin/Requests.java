package dev.doppel.twin;

import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.openapi.ApiOperation;
import dev.doppel.twin.openapi.OperationShape;
import dev.doppel.twin.schema.Generator;
import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A request that an operation's own document describes: path, required query and headers, a body with everything in it. */
final class Requests {
    private final TwinRequest request;
    private final byte[] json;
    private final Map<String, Object> schema;
    private boolean unsaid;

    Requests(ApiOperation op) {
        Generator generator = new Generator(
                Schemas.of(op.document()), Generator.Style.FULL, Instant.parse("2025-01-01T00:00:00Z"), 7, Map.of());
        String path = op.path();
        Headers headers = new Headers();
        StringBuilder query = new StringBuilder();
        for (OperationShape.Param p : op.shape().params()) {
            Object value = generator.generate(p.schema());
            String text = Values.show(value);
            switch (p.in()) {
                case "path" -> path = path.replace("{" + p.name() + "}", Query.encode(text.isEmpty() ? "x" : text));
                case "query" -> {
                    if (p.required()) {
                        flat(query, p.name(), value);
                    }
                }
                case "header" -> {
                    if (p.required()) {
                        headers.set(p.name(), text.isEmpty() ? "x" : text);
                    }
                }
                default -> {}
            }
        }
        path = path.replaceAll("\\{[^}]*}", "x1");
        byte[] body = new byte[0];
        byte[] sent = null;
        Map<String, Object> judged = null;
        for (var e : op.shape().bodies().entrySet()) {
            headers.set("Content-Type", e.getKey());
            Object value = generator.generate(e.getValue());
            if (e.getKey().contains("json")) {
                body = Json.bytes(value);
                sent = body;
                judged = e.getValue();
            } else if (e.getKey().contains("form-urlencoded")) {
                StringBuilder form = new StringBuilder();
                Values.mapOrEmpty(value).forEach((k, v) -> flat(form, k, v));
                unsaid = Values.mapOrEmpty(value).values().stream().anyMatch(Requests::hasEmptyItem);
                body = form.toString().getBytes(StandardCharsets.UTF_8);
                sent = Json.bytes(value);
                judged = e.getValue();
            } else if (e.getKey().contains("multipart")) {
                StringBuilder parts = new StringBuilder();
                Values.mapOrEmpty(value)
                        .forEach((k, v) -> parts.append("--B\r\nContent-Disposition: form-data; name=\"")
                                .append(k)
                                .append("\"\r\n\r\n")
                                .append(Values.show(v))
                                .append("\r\n"));
                headers.set("Content-Type", e.getKey() + "; boundary=B");
                body = parts.append("--B--\r\n").toString().getBytes(StandardCharsets.UTF_8);
            }
            break;
        }
        this.request = new TwinRequest(op.method(), path, query.toString(), headers, body);
        this.json = sent;
        this.schema = judged;
    }

    /** {@code a[b][0]=c}, as the vendors' SDKs write it. */
    private static void flat(StringBuilder out, String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> flat(out, name + "[" + k + "]", v));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                flat(out, name + "[" + i + "]", list.get(i));
            }
        } else {
            out.append(out.isEmpty() ? "" : "&")
                    .append(Query.encode(name))
                    .append('=')
                    .append(Query.encode(Values.show(value)));
        }
    }

    /** Lists of objects without members: brackets have no words for them. */
    private static boolean hasEmptyItem(Object value) {
        return value instanceof Map<?, ?> map
                ? map.values().stream().anyMatch(Requests::hasEmptyItem)
                : value instanceof List<?> list
                        && list.stream().anyMatch(i -> i instanceof Map<?, ?> m && m.isEmpty() || hasEmptyItem(i));
    }

    /** True when the form cannot say all of what {@link #json} has. */
    boolean unsaid() {
        return unsaid;
    }

    TwinRequest request() {
        return request;
    }

    /** The body as JSON, or null where there is none. */
    byte[] json() {
        return json;
    }

    /** The schema that the document gives for it. */
    Map<String, Object> schema() {
        return schema;
    }
}
