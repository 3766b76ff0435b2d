package dev.doppel.twin.chaos;

import dev.doppel.twin.http.Delivery;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.value.Dice;
import dev.doppel.twin.value.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The chaos layer of one run: settings, stateful faults, statistics. Thread-safe. */
public final class Chaos {
    /**
     * What befalls a request: {@code abort} answers instead of the mocks, or is null; {@code error} is a status to answer in the
     * twin's own error form, or 0; the rest is laid over whatever is answered.
     */
    public record Effect(Duration delay, @Nullable TwinResponse abort, int error, List<ChaosConfig.Fault> after) {
        public static final Effect NONE = new Effect(Duration.ZERO, null, 0, List.of());
    }

    private final Dice dice;
    private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();
    private final Map<String, Instant> windows = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> counters = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> stats = new ConcurrentHashMap<>();
    private volatile ChaosConfig config;

    public Chaos(ChaosConfig config, Dice dice) {
        this.config = config;
        this.dice = dice;
    }

    public ChaosConfig config() {
        return config;
    }

    /** New settings; stateful faults begin anew. */
    public void configure(ChaosConfig next) {
        config = next;
        breakers.clear();
        windows.clear();
        counters.clear();
    }

    /** Rules that match decide alone, even when their dice fail (spec section 8). */
    public Effect meet(String method, String rawPath, Instant now) {
        ChaosConfig c = config;
        if (!c.enabled()) {
            return Effect.NONE;
        }
        count("requests");
        List<Keyed> faults = new ArrayList<>();
        boolean matched = false;
        for (int r = 0; r < c.rules().size(); r++) {
            ChaosConfig.Rule rule = c.rules().get(r);
            if (rule.matches(method, rawPath)) {
                matched = true;
                if (chance(rule.probability())) {
                    for (int f = 0; f < rule.faults().size(); f++) {
                        faults.add(new Keyed(r + ":" + f, rule.faults().get(f)));
                    }
                }
            }
        }
        if (!matched) {
            for (int f = 0; f < c.global().size(); f++) {
                faults.add(new Keyed("global:" + f, c.global().get(f)));
            }
        }
        return apply(faults, now);
    }

    private record Keyed(String key, ChaosConfig.Fault fault) {}

    private Effect apply(List<Keyed> faults, Instant now) {
        Duration delay = Duration.ZERO;
        List<ChaosConfig.Fault> after = new ArrayList<>();
        for (Keyed keyed : faults) {
            ChaosConfig.Fault f = keyed.fault();
            if (!chance(f.probability())) {
                continue;
            }
            count(f.type());
            switch (f.type()) {
                case "latency" ->
                    delay = delay.plus(
                            between(f.duration(Duration.ZERO, "min"), f.duration(Duration.ofMillis(100), "max")));
                case "error" -> {
                    List<Integer> codes = f.statuses();
                    int status = codes.isEmpty() ? (int) f.number(500, "defaultCode") : codes.get(below(codes.size()));
                    return new Effect(delay, null, status, after);
                }
                case "timeout" -> {
                    return new Effect(
                            delay.plus(f.duration(Duration.ofSeconds(30), "duration")),
                            text(504, "gateway timeout"),
                            0,
                            after);
                }
                case "empty_response" -> {
                    return new Effect(delay, TwinResponse.empty(200), 0, after);
                }
                case "connection_reset" -> {
                    return new Effect(delay, TwinResponse.empty(502).withDelivery(new Delivery.Reset()), 0, after);
                }
                case "circuit_breaker" -> {
                    Breaker breaker = breakers.computeIfAbsent(keyed.key(), k -> new Breaker());
                    long wait;
                    synchronized (dice) {
                        wait = breaker.ask(f, dice, now);
                    }
                    if (wait > 0) {
                        return new Effect(delay, open(f, breaker, wait), 0, after);
                    }
                    if (wait < 0) {
                        return new Effect(delay, null, 500, after);
                    }
                }
                case "retry_after" -> {
                    TwinResponse limited = window(keyed, now);
                    if (limited != null) {
                        return new Effect(delay, limited, 0, after);
                    }
                }
                case "progressive_degradation" -> {
                    long n = counters.computeIfAbsent(keyed.key(), k -> new AtomicLong())
                            .getAndIncrement();
                    long reset = (long) f.number(0, "resetAfter");
                    n = reset > 0 ? n % reset : n;
                    long errorAfter = (long) f.number(0, "errorAfter", "errorAfterRequests");
                    if (errorAfter > 0 && n >= errorAfter) {
                        return new Effect(delay, null, (int) f.number(500, "errorCode"), after);
                    }
                    Duration more = f.duration(Duration.ofMillis(20), "initialDelay")
                            .plus(f.duration(Duration.ofMillis(5), "delayIncrement")
                                    .multipliedBy(Math.min(n, 1_000_000)));
                    Duration max = f.duration(Duration.ofSeconds(5), "maxDelay");
                    delay = delay.plus(more.compareTo(max) > 0 ? max : more);
                }
                default -> after.add(f);
            }
        }
        return new Effect(delay, null, 0, after);
    }

    private @Nullable TwinResponse window(Keyed keyed, Instant now) {
        ChaosConfig.Fault f = keyed.fault();
        Duration length = f.duration(Duration.ofSeconds(30), "retryAfter", "retryAfterSeconds");
        Instant end = windows.get(keyed.key());
        if (end != null && !now.isBefore(end)) {
            windows.remove(keyed.key());
            return null;
        }
        if (end == null) {
            end = now.plus(length);
            windows.put(keyed.key(), end);
        }
        long wait = Math.max(1, Duration.between(now, end).toSeconds());
        String body = f.text("body");
        return text((int) f.number(429, "statusCode"), body.isEmpty() ? "retry later" : body)
                .withHeader("Retry-After", Long.toString(wait));
    }

    private static TwinResponse open(ChaosConfig.Fault f, Breaker breaker, long wait) {
        String own = f.text("openBody");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", "circuit breaker open");
        body.put("state", breaker.state());
        body.put("retry_after", wait);
        byte[] bytes = own.isEmpty() ? Json.bytes(body) : own.getBytes(StandardCharsets.UTF_8);
        return new TwinResponse(
                (int) f.number(503, "openStatusCode"),
                Headers.of(
                        "Content-Type",
                        "application/json",
                        "Retry-After",
                        Long.toString(wait),
                        "X-Circuit-State",
                        breaker.state()),
                bytes);
    }

    private static TwinResponse text(int status, String body) {
        return new TwinResponse(
                status, Headers.of("Content-Type", "text/plain"), body.getBytes(StandardCharsets.UTF_8));
    }

    /** Body faults laid over an answer. */
    public TwinResponse cover(TwinResponse answer, List<ChaosConfig.Fault> after) {
        TwinResponse out = answer;
        for (ChaosConfig.Fault f : after) {
            out = switch (f.type()) {
                case "slow_body" -> out.withDelivery(new Delivery.Throttled((int) f.number(1024, "bytesPerSecond")));
                case "partial_response" ->
                    out.body().length <= f.number(1024, "maxBytes")
                            ? out
                            : out.withDelivery(new Delivery.Truncated((int) f.number(1024, "maxBytes")));
                case "corrupt_body" -> out.withBody(corrupted(out.body(), f.number(0.01, "corruptRate")));
                case "chunked_dribble" -> out.withDelivery(new Delivery.Chunks(pieces(out.body().length, f)));
                default -> out;
            };
        }
        return out;
    }

    private byte[] corrupted(byte[] body, double rate) {
        byte[] out = body.clone();
        synchronized (dice) {
            for (int i = 0; i < out.length; i++) {
                if (dice.chance(rate)) {
                    out[i] = (byte) dice.below(256);
                }
            }
        }
        return out;
    }

    private static List<Delivery.Chunk> pieces(int length, ChaosConfig.Fault f) {
        int size = Math.max(1, (int) f.number(1024, "chunkSize"));
        int count = (int) f.number(0, "chunkCount");
        size = count > 0 ? Math.max(1, (length + count - 1) / count) : size;
        List<Delivery.Chunk> out = new ArrayList<>();
        for (int at = 0; at < length && out.size() < 10_000; at += size) {
            Duration pause = out.isEmpty()
                    ? f.duration(Duration.ZERO, "initialDelay")
                    : f.duration(Duration.ofMillis(500), "chunkDelay");
            out.add(new Delivery.Chunk(pause, at, Math.min(length, at + size)));
        }
        return out;
    }

    private void count(String what) {
        stats.computeIfAbsent(what, k -> new AtomicLong()).incrementAndGet();
    }

    public Map<String, Object> stats() {
        Map<String, Object> out = new java.util.TreeMap<>();
        stats.forEach((k, v) -> out.put(k, v.get()));
        return out;
    }

    public void resetStats() {
        stats.clear();
    }

    /** Trips or resets a breaker by its key ruleIndex:faultIndex; false when no request has met it. */
    public boolean breaker(String key, boolean trip, Instant now) {
        Breaker breaker = breakers.computeIfAbsent(key, k -> new Breaker());
        if (trip) {
            breaker.trip(now);
        } else {
            breaker.reset();
        }
        return true;
    }

    private boolean chance(double p) {
        synchronized (dice) {
            return dice.chance(p);
        }
    }

    private int below(int n) {
        synchronized (dice) {
            return dice.below(n);
        }
    }

    private Duration between(Duration min, Duration max) {
        synchronized (dice) {
            return Duration.ofNanos(dice.between(min.toNanos(), Math.max(min.toNanos(), max.toNanos())));
        }
    }
}
