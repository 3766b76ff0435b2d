package dev.doppel.twin.export;

import dev.doppel.twin.chaos.Chaos;
import dev.doppel.twin.chaos.ChaosConfig;
import dev.doppel.twin.config.MockSpec;
import dev.doppel.twin.engine.Catalog;
import dev.doppel.twin.engine.Mock;
import dev.doppel.twin.engine.RunState;
import dev.doppel.twin.engine.Serving;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.openapi.ApiOperation;
import dev.doppel.twin.openapi.OperationShape;
import dev.doppel.twin.schema.Generator;
import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mock as a request and its answer, for formats that know nothing else.
 *
 * @param path as declared, with {@code {names}}
 * @param query what the mock asks for, and required parameters of the document
 * @param requestBody an example of the document, or null
 * @param body of the answer; empty where it has none
 */
record Sample(
        Mock mock,
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> requestHeaders,
        @Nullable String requestType,
        @Nullable String requestBody,
        int status,
        Map<String, String> headers,
        byte[] body) {

    private static final Instant MADE_AT = Instant.parse("2025-01-01T00:00:00Z");

    /** All HTTP mocks that are switched on and have a path, in the order of listing. Answers come from a run of its own. */
    static List<Sample> all(Catalog catalog) {
        RunState run = new RunState(catalog, TwinOptions.defaults(), 0L);
        Serving serving = new Serving(catalog, run, new Chaos(ChaosConfig.OFF, run.dice("export")), false);
        List<Sample> out = new ArrayList<>();
        for (Mock mock : catalog.mocks().values()) {
            if (mock.enabled() && !mock.path().isEmpty()) {
                out.add(of(mock, serving));
            }
        }
        return out;
    }

    private static Sample of(Mock mock, Serving twin) {
        Map<String, String> query = new LinkedHashMap<>();
        Map<String, String> headers = new LinkedHashMap<>();
        String type = null;
        String body = null;
        ApiOperation operation = mock.operation();
        if (operation != null) {
            Generator generator =
                    new Generator(Schemas.of(operation.document()), Generator.Style.FULL, MADE_AT, 0, Map.of());
            for (OperationShape.Param p : operation.shape().params()) {
                if (p.in().equals("query") && p.required()) {
                    query.put(p.name(), Values.show(generator.generate(p.schema())));
                }
            }
            for (var e : operation.shape().bodies().entrySet()) {
                type = e.getKey();
                body = type.contains("json") ? Json.text(generator.generate(e.getValue())) : "";
                break;
            }
        } else if (mock.source() instanceof Mock.Written written) {
            query.putAll(written.spec().matcher().queryParams());
            written.spec().matcher().headers().forEach((n, v) -> headers.put(n, v.replace("*", "")));
        }
        String method = mock.method().equals("*") ? "GET" : mock.method();
        if (mock.source() instanceof Mock.Written written
                && mock.target() == null
                && written.spec().answer() instanceof MockSpec.Reply reply
                && reply.bodyFile() == null) {
            byte[] bytes = reply.base64() != null
                    ? java.util.Base64.getDecoder().decode(reply.base64())
                    : reply.body().getBytes(StandardCharsets.UTF_8);
            Map<String, String> sent = new LinkedHashMap<>(reply.headers());
            if (sent.keySet().stream().noneMatch("content-type"::equalsIgnoreCase) && bytes.length > 0) {
                sent.put(
                        "Content-Type",
                        reply.body().strip().startsWith("{")
                                        || reply.body().strip().startsWith("[")
                                ? "application/json"
                                : "text/plain");
            }
            return new Sample(mock, method, mock.path(), query, headers, type, body, reply.status(), sent, bytes);
        }
        TwinResponse answer =
                twin.serve(request(mock, method, query, headers, type, body)).response();
        Map<String, String> sent = new LinkedHashMap<>();
        answer.headers().asMap().forEach((name, values) -> sent.put(name, String.join(", ", values)));
        return new Sample(mock, method, mock.path(), query, headers, type, body, answer.status(), sent, answer.body());
    }

    private static TwinRequest request(
            Mock mock,
            String method,
            Map<String, String> query,
            Map<String, String> headers,
            @Nullable String type,
            @Nullable String body) {
        Headers sent = new Headers();
        headers.forEach(sent::set);
        if (type != null) {
            sent.set("Content-Type", type);
        }
        String path = mock.path();
        for (int open = path.indexOf('{'); open >= 0; open = path.indexOf('{', open)) {
            int close = path.indexOf('}', open);
            if (close < 0) {
                break;
            }
            path = path.substring(0, open) + seed(mock) + path.substring(close + 1);
        }
        return TwinRequest.of(
                method,
                path.replace("*", "x") + queryText(query),
                sent,
                body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8));
    }

    /** The id of the table's first seed where the mock is bound: an answer better than "not found". */
    private static String seed(Mock mock) {
        var target = mock.target();
        if (target == null || target.table().seeds().isEmpty()) {
            return "1";
        }
        String id =
                Values.text(target.table().seeds().getFirst().get(target.table().idField()));
        return id == null ? "1" : dev.doppel.twin.http.Query.encode(id);
    }

    static String queryText(Map<String, String> query) {
        StringBuilder out = new StringBuilder();
        query.forEach((n, v) -> out.append(out.isEmpty() ? '?' : '&')
                .append(dev.doppel.twin.http.Query.encode(n))
                .append('=')
                .append(dev.doppel.twin.http.Query.encode(v)));
        return out.toString();
    }

    String title() {
        return mock.name();
    }

    /** The body as text, or null when it is none. */
    @Nullable
    String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(body))
                    .toString();
        } catch (java.nio.charset.CharacterCodingException e) {
            return null;
        }
    }

    /** Path parameters as another tool writes them. */
    String path(String before, String after) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        boolean pattern = false;
        for (char c : path.toCharArray()) {
            if (c == '{' && depth++ == 0) {
                out.append(before);
            } else if (c == '}' && --depth == 0) {
                out.append(after);
                pattern = false;
            } else if (depth > 0 && c == ':') {
                pattern = true;
            } else if (!pattern) {
                out.append(c);
            }
        }
        return out.toString();
    }
}
