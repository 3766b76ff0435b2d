package dev.doppel.runner.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.matching.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Exchanges and console lines merged by time (spec 7.2). Times order what is shown; they decide nothing. */
final class Timeline {
    private record Event(Instant at, ObjectNode node, int traffic, boolean response) {}

    private Timeline() {}

    /**
     * Builds the timeline.
     *
     * @param entries copies of the traffic entries, which get their positions in it
     */
    static ArrayNode of(List<Exchange> exchanges, List<ObjectNode> entries, List<ConsoleLine> lines) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < exchanges.size(); i++) {
            Exchange exchange = exchanges.get(i);
            ObjectNode request = event("httpRequest", exchange.receivedAt(), i, "request", exchange);
            request.put("method", exchange.request().method()).put("url", Entries.url(exchange.request()));
            events.add(new Event(exchange.receivedAt(), request, i, false));
            if (exchange.response() != null) {
                Instant end = exchange.receivedAt().plusNanos(exchange.durationMicros() * 1000);
                ObjectNode response = event("httpResponse", end, i, "response", exchange);
                response.put("status", exchange.response().status());
                events.add(new Event(end, response, i, true));
            }
        }
        for (ConsoleLine line : lines) {
            ObjectNode node = Json.nodes().objectNode();
            node.put("type", "consoleLog").put("timestamp", Entries.time(line.at()));
            node.put("service", line.item()).put("level", line.level()).put("message", line.message());
            events.add(new Event(line.at(), node, -1, false));
        }
        events.sort(Comparator.comparing(Event::at));
        ArrayNode list = Json.nodes().arrayNode(events.size());
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            list.add(event.node());
            if (event.traffic() >= 0) {
                entries.get(event.traffic())
                        .put(event.response() ? "responseTimelineIndex" : "requestTimelineIndex", i);
            }
        }
        return list;
    }

    private static ObjectNode event(String type, Instant at, int index, String direction, Exchange exchange) {
        return Json.nodes()
                .objectNode()
                .put("type", type)
                .put("timestamp", Entries.time(at))
                .put("trafficIndex", index)
                .put("direction", direction)
                .put("from", exchange.origin())
                .put("to", exchange.target());
    }
}
