package dev.doppel.results.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.exchange.CapturedRequest;
import dev.doppel.contract.exchange.CapturedResponse;
import dev.doppel.contract.exchange.Exchange;
import java.time.Duration;

/** Exchanges as JSON. Pure. */
public final class Traffic {
    private Traffic() {}

    /** The traffic entry of definition spec 3.10. */
    public static ObjectNode entry(Exchange exchange) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("id", exchange.id());
        entry.put("instance", exchange.attempt().instance().value());
        entry.put("attempt", exchange.attempt().number());
        entry.put("seq", exchange.arrivalNumber());
        entry.put("timestamp", exchange.receivedAt().toString());
        entry.put("origin", exchange.origin());
        entry.put("from", exchange.origin());
        entry.put("to", exchange.target());
        CapturedRequest request = exchange.request();
        ObjectNode requestNode = entry.putObject("request");
        requestNode.put("method", request.method());
        requestNode.put("url", Bodies.url(request));
        requestNode.set("headers", Bodies.headers(request.headers()));
        requestNode.set("body", Bodies.value(request.body(), request.headers()));
        requestNode.put("size", request.body().size());
        requestNode.put("truncated", request.body().truncated());
        CapturedResponse response = exchange.response();
        if (response == null) {
            entry.putNull("response");
        } else {
            ObjectNode responseNode = entry.putObject("response");
            responseNode.put("status", response.status());
            responseNode.set("headers", Bodies.headers(response.headers()));
            responseNode.set("body", Bodies.value(response.body(), response.headers()));
            responseNode.put("size", response.body().size());
            responseNode.put("truncated", response.body().truncated());
        }
        entry.put("responseTime", exchange.durationMicros() / 1000);
        describe(entry, exchange);
        return entry;
    }

    /** The record of definition spec 9.1 and 9.2, with what we know beyond it. */
    public static ObjectNode httpLog(Exchange exchange) {
        CapturedRequest request = exchange.request();
        CapturedResponse response = exchange.response();
        ObjectNode log = JsonNodeFactory.instance.objectNode();
        log.put("id", exchange.id());
        log.put("seq", exchange.arrivalNumber());
        log.put("timestamp", exchange.receivedAt().toString());
        log.put("origin", exchange.origin());
        log.put("target", exchange.target());
        log.put("method", request.method());
        log.put("url", Bodies.url(request));
        if (response == null) {
            log.putNull("statusCode");
        } else {
            log.put("statusCode", response.status());
        }
        log.set("requestHeaders", Bodies.headers(request.headers()));
        log.set("requestBody", Bodies.value(request.body(), request.headers()));
        log.set("responseHeaders", response == null ? null : Bodies.headers(response.headers()));
        log.set("responseBody", response == null ? null : Bodies.value(response.body(), response.headers()));
        log.put("isMocked", exchange.answeredBy() == Exchange.AnsweredBy.MOCK);
        describe(log, exchange);
        log.put("requestSentAt", exchange.receivedAt().toString());
        log.put(
                "responseReceivedAt",
                exchange.receivedAt()
                        .plus(Duration.ofNanos(exchange.durationMicros() * 1000))
                        .toString());
        log.put("duration", exchange.durationMicros() / 1000);
        if (request.body().truncated() || response != null && response.body().truncated()) {
            ObjectNode truncated = log.putObject("truncated");
            truncated.put("requestBody", request.body().size());
            truncated.put("responseBody", response == null ? 0 : response.body().size());
        }
        return log;
    }

    private static void describe(ObjectNode node, Exchange exchange) {
        CapturedRequest request = exchange.request();
        boolean mocked = exchange.answeredBy() == Exchange.AnsweredBy.MOCK;
        node.put("mocked", mocked);
        node.put("mockName", mocked ? exchange.answerer() : null);
        node.put("answeredBy", exchange.answeredBy().name());
        node.put("answerer", exchange.answerer());
        node.put("scheme", request.scheme());
        node.put("port", request.port());
        node.put("path", request.path());
        node.set("query", Bodies.query(request.query()));
        node.put("httpVersion", request.httpVersion());
        node.put("state", exchange.state().name());
        node.put("delivered", exchange.delivered());
        node.put("internal", exchange.internal());
        node.put("error", exchange.error());
        if (exchange.tiedWith() != null) {
            node.put("tiedWith", exchange.tiedWith());
        }
        exchange.nearMisses()
                .forEach(miss -> node.withArray("/nearMisses")
                        .addObject()
                        .put("mock", miss.mock())
                        .put("reason", miss.reason()));
    }
}
