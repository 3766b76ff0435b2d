package dev.doppel.runner.proof;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.evidence.ConsoleBarrierAnswer;
import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.evidence.ConsoleLines;
import dev.doppel.contract.exchange.BarrierAnswer;
import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.CapturedRequest;
import dev.doppel.contract.exchange.CapturedResponse;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.InFlight;
import dev.doppel.contract.exchange.MarkSet;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.contract.request.MarkRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** mock-svc's and scheduler-svc's sequences for one attempt, in virtual time. */
final class SimMock {
    private final Sim sim;
    private final AttemptId attempt;
    private final Consumer<Message> out;
    private final TreeMap<Long, InFlight> inFlight = new TreeMap<>();
    private final Map<String, Long> completed = new HashMap<>();
    private final Map<String, MarkSet> marks = new HashMap<>();
    private final Set<String> seenBarriers = new HashSet<>();
    private final List<Pending> pending = new ArrayList<>();
    private long arrivals;
    private long records;
    private long lines;
    private long lastActivity;
    private long lastLine;

    private record Pending(BarrierRequest request, BarrierRequest.Source source, long receivedAt) {}

    SimMock(Sim sim, AttemptId attempt, Consumer<Message> out) {
        this.sim = sim;
        this.attempt = attempt;
        this.out = out;
    }

    long arrive(String origin, String host, String path, String body) {
        long number = ++arrivals;
        lastActivity = sim.now();
        CapturedBody sent = new CapturedBody(body.length(), false, body, null, null);
        CapturedRequest request = new CapturedRequest(
                "POST", "https", host, 443, path, "", "1.1", Map.of("content-type", List.of("application/json")), sent);
        inFlight.put(
                number,
                new InFlight(
                        "x" + number,
                        number,
                        origin,
                        host,
                        !host.contains("."),
                        request,
                        Instant.ofEpochMilli(sim.now() / 1_000_000)));
        return number;
    }

    void finish(long number, String stepRequestId, int status) {
        InFlight call = inFlight.remove(number);
        lastActivity = sim.now();
        if (stepRequestId != null) {
            completed.put(stepRequestId, sim.now());
        }
        out.accept(new Exchange(
                attempt,
                ++records,
                number,
                call.id(),
                Exchange.State.COMPLETE,
                call.origin(),
                call.target(),
                call.internal(),
                call.request(),
                new CapturedResponse(status, Map.of(), CapturedBody.EMPTY),
                call.receivedAt(),
                1000,
                Exchange.AnsweredBy.MOCK,
                "m",
                true,
                null,
                stepRequestId,
                null,
                List.of()));
        look();
    }

    void line(String level, String message) {
        lastLine = sim.now();
        out.accept(new ConsoleLines(
                attempt, List.of(new ConsoleLine(++lines, Instant.EPOCH, "svc", "stdout", level, message)), 0));
        look();
    }

    void request(Message message) {
        switch (message) {
            case MarkRequest mark -> {
                MarkSet answer = marks.computeIfAbsent(
                        mark.id(), id -> new MarkSet(attempt, ++records, ++arrivals, id, Instant.EPOCH));
                out.accept(answer);
            }
            case BarrierRequest barrier -> {
                if (seenBarriers.add(barrier.id())) {
                    barrier.sources().forEach(source -> pending.add(new Pending(barrier, source, sim.now())));
                }
                look();
            }
            default -> throw new IllegalArgumentException("" + message);
        }
    }

    private void look() {
        long next = Long.MAX_VALUE;
        for (Pending one : List.copyOf(pending)) {
            BarrierRequest request = one.request();
            boolean console = one.source() == BarrierRequest.Source.CONSOLE;
            long from = completed.getOrDefault(request.since(), one.receivedAt());
            long deadline = from + request.latestMillis() * 1_000_000;
            long quietAt = Math.max(console ? lastLine : lastActivity, from) + request.quietMillis() * 1_000_000;
            boolean idle = console || inFlight.isEmpty();
            boolean quiet = idle && quietAt <= sim.now();
            if (!quiet && deadline > sim.now()) {
                next = Math.min(next, idle ? Math.min(quietAt, deadline) : deadline);
                continue;
            }
            pending.remove(one);
            out.accept(
                    console
                            ? new ConsoleBarrierAnswer(attempt, request.id(), lines, quiet, 0, Instant.EPOCH)
                            : new BarrierAnswer(
                                    attempt,
                                    ++records,
                                    arrivals,
                                    request.id(),
                                    quiet,
                                    List.copyOf(inFlight.values()),
                                    0,
                                    Instant.EPOCH));
        }
        if (next != Long.MAX_VALUE) {
            sim.at(next, this::look);
        }
    }
}
