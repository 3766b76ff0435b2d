package dev.doppel.runner.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.CapturedRequest;
import dev.doppel.contract.exchange.CapturedResponse;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.matching.form.BodyDecoder;
import dev.doppel.matching.form.DecodedBody;
import dev.doppel.matching.form.FormBody;
import dev.doppel.matching.json.Json;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges and console lines as elements of the root document (spec 3.10, 7.2). Bodies are decoded once and kept as long as this object
 * lives: one step. Confined to the thread of the step.
 */
public final class Entries {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);

    private final Bodies bodies;
    private final Map<Long, Made> made = new HashMap<>();

    private record Made(Exchange exchange, ObjectNode node) {}

    public Entries(Bodies bodies) {
        this.bodies = bodies;
    }

    /** Where bodies come from. */
    Bodies bodies() {
        return bodies;
    }

    /** The traffic entry; the same node for the same record. Not to be changed. */
    public ObjectNode entry(Exchange exchange) {
        Made before = made.get(exchange.arrivalNumber());
        if (before != null && before.exchange().recordNumber() == exchange.recordNumber()) {
            return before.node();
        }
        ObjectNode node = build(exchange);
        made.put(exchange.arrivalNumber(), new Made(exchange, node));
        return node;
    }

    /** A list of traffic entries. */
    public ArrayNode entries(List<Exchange> exchanges) {
        ArrayNode list = Json.nodes().arrayNode(exchanges.size());
        exchanges.forEach(exchange -> list.add(entry(exchange)));
        return list;
    }

    /** Console lines. */
    public ArrayNode lines(List<ConsoleLine> lines) {
        ArrayNode list = Json.nodes().arrayNode(lines.size());
        for (ConsoleLine line : lines) {
            list.addObject()
                    .put("timestamp", time(line.at()))
                    .put("service", line.item())
                    .put("level", line.level())
                    .put("message", line.message());
        }
        return list;
    }

    static String time(Instant at) {
        return TIME.format(at);
    }

    private ObjectNode build(Exchange exchange) {
        CapturedRequest request = exchange.request();
        ObjectNode node = Json.nodes().objectNode();
        node.put("timestamp", time(exchange.receivedAt()));
        node.put("origin", exchange.origin());
        node.put("from", exchange.origin());
        node.put("to", exchange.target());
        ObjectNode asked = node.putObject("request");
        asked.put("method", request.method());
        asked.put("url", url(request));
        asked.set("headers", headers(request.headers()));
        body(asked, request.body(), request.headers());
        CapturedResponse response = exchange.response();
        if (response == null) {
            node.putNull("response");
        } else {
            ObjectNode answered = node.putObject("response");
            answered.put("status", response.status());
            answered.set("headers", headers(response.headers()));
            body(answered, response.body(), response.headers());
        }
        node.put("responseTime", exchange.durationMicros() / 1000);
        node.put("id", exchange.id());
        node.put("seq", exchange.arrivalNumber());
        boolean mocked =
                exchange.answeredBy() == Exchange.AnsweredBy.MOCK || exchange.answeredBy() == Exchange.AnsweredBy.TWIN;
        node.put("mocked", mocked);
        node.put("mockName", exchange.answerer());
        node.put("path", request.path());
        node.set(
                "query",
                request.query().isEmpty()
                        ? Json.nodes().objectNode()
                        : FormBody.parse(request.query()).map());
        node.put("scheme", request.scheme());
        node.put("port", request.port());
        node.put("httpVersion", request.httpVersion());
        boolean running = exchange.state() == Exchange.State.OPEN;
        node.put("error", exchange.error() == null && running ? "in flight" : exchange.error());
        node.put("delivered", exchange.delivered());
        node.put("internal", exchange.internal());
        return node;
    }

    /** Absolute, with the true scheme, a default port left out. */
    static String url(CapturedRequest request) {
        boolean usual = request.port() == ("https".equals(request.scheme()) ? 443 : 80);
        return request.scheme() + "://" + request.host() + (usual ? "" : ":" + request.port()) + request.path()
                + (request.query().isEmpty() ? "" : "?" + request.query());
    }

    private void body(ObjectNode part, CapturedBody body, Map<String, List<String>> headers) {
        if (body.size() == 0) {
            part.set("body", NullNode.getInstance());
            return;
        }
        DecodedBody decoded = BodyDecoder.decode(
                bodies.bytes(body),
                first(headers, "content-type"),
                joined(headers.get("content-encoding")),
                body.truncated());
        part.set("body", decoded.body());
        if (decoded.base64() != null) {
            part.put("bodyBase64", decoded.base64());
        }
        if (body.truncated() || decoded.truncated()) {
            part.put("bodyTruncated", true);
            part.put("bodySize", body.size());
        }
    }

    /** One value is text, several are a list (spec 3.10). */
    static ObjectNode headers(Map<String, List<String>> headers) {
        ObjectNode node = Json.nodes().objectNode();
        headers.forEach((name, values) -> node.set(name, oneOrMany(values)));
        return node;
    }

    private static JsonNode oneOrMany(List<String> values) {
        if (values.size() == 1) {
            return Json.nodes().textNode(values.getFirst());
        }
        ArrayNode list = Json.nodes().arrayNode(values.size());
        values.forEach(list::add);
        return list;
    }

    private static @Nullable String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    private static @Nullable String joined(@Nullable List<String> values) {
        return values == null ? null : String.join(",", values);
    }
}
