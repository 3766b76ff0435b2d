package dev.doppel.twin.config;

import dev.doppel.twin.value.Dice;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code mocks}. */
final class MockReader {
    private static final Set<String> OTHER_PROTOCOLS =
            Set.of("websocket", "graphql", "grpc", "soap", "mqtt", "oauth", "sse-server");

    private MockReader() {}

    static MockSpec read(Section s, int index) {
        s.known(Set.of(
                "id",
                "type",
                "name",
                "description",
                "enabled",
                "workspaceId",
                "operationId",
                "http",
                "matcher",
                "response",
                "priority",
                "tags",
                "parentId",
                "metaSortKey",
                "createdAt",
                "updatedAt",
                "websocket",
                "graphql",
                "grpc",
                "soap",
                "mqtt",
                "oauth",
                "validation",
                "sse",
                "chunked"));
        String id = s.text("id", "");
        if (id.isEmpty()) {
            id = "http_" + new Dice(Dice.seed(index, Json.text(s.map()))).hex(16);
        }
        String foreign = OTHER_PROTOCOLS.stream().filter(s::has).findFirst().orElse(null);
        String type = s.text("type", foreign != null && !s.has("http") ? foreign : "http");
        boolean http = type.equals("http")
                || type.equals("soap") && s.sectionOrEmpty("soap").has("response");
        Section h = type.equals("soap") && http
                ? s.sectionOrEmpty("soap")
                : http && s.has("http") ? s.sectionOrEmpty("http") : s;
        MockSpec.Matcher matcher = http
                ? matcher(h)
                : new MockSpec.Matcher(null, null, null, Map.of(), Map.of(), null, null, null, Map.of(), Map.of());
        Section validation = h.section("validation");
        return new MockSpec(
                id,
                s.text("name", id),
                s.flag("enabled", true),
                s.text("operationId"),
                h.integer("priority", 0),
                type,
                matcher,
                http ? answer(h) : new MockSpec.Foreign(),
                validation == null ? null : ValidationSpec.read(validation),
                scenario(h.section("scenario")),
                s.pointer(),
                s.map());
    }

    private static MockSpec.@Nullable Scenario scenario(@Nullable Section s) {
        if (s == null) {
            return null;
        }
        s.known(Set.of("name", "requires", "sets"));
        return new MockSpec.Scenario(s.required("name"), s.text("requires"), s.text("sets"));
    }

    private static MockSpec.Matcher matcher(Section h) {
        Section m = h.sectionOrEmpty("matcher");
        m.known(Set.of(
                "method",
                "path",
                "pathPattern",
                "headers",
                "queryParams",
                "bodyEquals",
                "bodyContains",
                "bodyPattern",
                "bodyJsonPath",
                "mtls"));
        if (m.has("path") && m.has("pathPattern")) {
            m.error("pathPattern", "path and pathPattern exclude each other");
        }
        if (m.has("bodyEquals") && m.has("bodyContains")) {
            m.error("bodyContains", "bodyEquals and bodyContains exclude each other");
        }
        if (m.map().isEmpty()) {
            m.error("", "a matcher needs at least one condition, such as path: /v1/things");
        }
        return new MockSpec.Matcher(
                m.text("method"),
                m.text("path"),
                m.text("pathPattern"),
                m.textMap("headers"),
                m.textMap("queryParams"),
                m.text("bodyEquals"),
                m.text("bodyContains"),
                m.text("bodyPattern"),
                m.values("bodyJsonPath"),
                m.values("mtls"));
    }

    private static MockSpec.Answer answer(Section h) {
        List<String> kinds =
                List.of("response", "responses", "sse", "chunked", "statefulOperation", "statefulBinding").stream()
                        .filter(h::has)
                        .toList();
        if (kinds.size() != 1) {
            h.error(
                    "",
                    "needs exactly one of response, sse, chunked, statefulOperation, statefulBinding; found "
                            + (kinds.isEmpty() ? "none" : String.join(", ", kinds)));
            return reply(new Section(Map.of(), h.pointer(), h.problems()));
        }
        return switch (kinds.getFirst()) {
            case "response" -> reply(h.sectionOrEmpty("response"));
            case "responses" ->
                new MockSpec.Replies(
                        h.sections("responses").stream().map(MockReader::reply).toList(), h.text("mode", "sequence"));
            case "sse" -> sse(h.sectionOrEmpty("sse"));
            case "chunked" -> chunked(h.sectionOrEmpty("chunked"));
            case "statefulOperation" -> new MockSpec.Operation(h.required("statefulOperation"));
            default -> {
                Section b = h.sectionOrEmpty("statefulBinding");
                b.known(Set.of("table", "action", "operation"));
                yield new MockSpec.Bound(b.required("table"), b.required("action"), b.text("operation"));
            }
        };
    }

    static MockSpec.Reply reply(Section r) {
        r.known(Set.of("statusCode", "headers", "body", "bodyFile", "delayMs", "seed", "status"));
        Object body = r.raw("body");
        String file = r.text("bodyFile");
        if (body != null && file != null) {
            r.error("bodyFile", "body and bodyFile exclude each other");
        }
        if (file != null && file.contains("..")) {
            r.error("bodyFile", "bodyFile may not contain \"..\"");
        }
        int status = r.integer("statusCode", 200);
        if (status < 100 || status > 599) {
            r.error("statusCode", "statusCode must lie between 100 and 599, not " + status);
            status = 500;
        }
        String text = body instanceof Map || body instanceof List ? Json.text(body) : Values.show(body);
        return new MockSpec.Reply(
                status,
                r.textMap("headers"),
                text,
                file,
                Duration.ofMillis(Math.max(0, r.integer("delayMs", 0))),
                r.text("seed"),
                base64(r),
                r.flag("x-literal", false));
    }

    private static @Nullable String base64(Section r) {
        String text = r.text("x-bodyBase64");
        try {
            return text == null
                    ? null
                    : Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text.strip()));
        } catch (IllegalArgumentException e) {
            r.error("x-bodyBase64", "x-bodyBase64 is not base64: " + e.getMessage());
            return null;
        }
    }

    private static MockSpec.Stream sse(Section s) {
        List<MockSpec.Piece> pieces = new ArrayList<>();
        Duration fixed = millis(s.sectionOrEmpty("timing").integer("fixedDelay"));
        for (Section e : s.sections("events")) {
            StringBuilder text = new StringBuilder();
            append(text, "event", e.text("type", e.text("event", "")));
            append(text, "id", e.text("id", ""));
            Object data = e.raw("data");
            String body = data instanceof Map || data instanceof List ? Json.text(data) : Values.show(data);
            body.lines().forEach(line -> append(text, "data", line));
            Duration own = millis(e.integer("delay"));
            pieces.add(new MockSpec.Piece(
                    own.isZero() ? fixed : own, text.append('\n').toString()));
        }
        return new MockSpec.Stream(pieces, true, 200, s.textMap("headers"));
    }

    private static void append(StringBuilder out, String field, String value) {
        if (!value.isEmpty()) {
            out.append(field).append(": ").append(value).append('\n');
        }
    }

    private static MockSpec.Stream chunked(Section s) {
        List<MockSpec.Piece> pieces = new ArrayList<>();
        Duration pause = millis(s.integer("chunkDelay"));
        for (Section c : s.sections("chunks")) {
            Duration own = millis(c.integer("delay"));
            pieces.add(new MockSpec.Piece(own.isZero() ? pause : own, Values.show(c.raw("data"))));
        }
        String whole = Values.show(s.raw("data"));
        int size = Math.max(1, s.integer("chunkSize", 1024));
        for (int i = 0; i < whole.length(); i += size) {
            pieces.add(new MockSpec.Piece(pause, whole.substring(i, Math.min(whole.length(), i + size))));
        }
        return new MockSpec.Stream(pieces, false, 200, s.textMap("headers"));
    }

    private static Duration millis(@Nullable Integer value) {
        return Duration.ofMillis(value == null ? 0 : Math.max(0, value));
    }
}
