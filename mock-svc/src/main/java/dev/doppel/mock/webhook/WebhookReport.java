package dev.doppel.mock.webhook;

import dev.doppel.twin.http.WebhookIntent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of one delivery so far. Thread-safe. */
final class WebhookReport {
    /** PENDING: waits or is under way. DELIVERED: answered with 2xx. FAILED: no attempt is left. DROPPED: too much was waiting already. */
    enum State {
        PENDING,
        DELIVERED,
        FAILED,
        DROPPED
    }

    private record Attempt(Instant at, int status, @Nullable String error, long millis) {}

    private final WebhookIntent intent;
    private final Instant asked;
    private final List<Attempt> attempts = new ArrayList<>();
    private State state = State.PENDING;
    private @Nullable Instant next;

    WebhookReport(WebhookIntent intent, Instant asked) {
        this.intent = intent;
        this.asked = asked;
    }

    WebhookIntent intent() {
        return intent;
    }

    synchronized State state() {
        return state;
    }

    synchronized int attempts() {
        return attempts.size();
    }

    synchronized void due(Instant at) {
        next = at;
    }

    /** @param status of the answer, 0 when there was none */
    synchronized void attempted(Instant at, int status, @Nullable String error, long millis) {
        next = null;
        attempts.add(new Attempt(at, status, error, millis));
    }

    synchronized void ended(State how) {
        state = how;
        next = null;
    }

    /** For the admin API. */
    synchronized Map<String, Object> asMap() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", intent.id());
        out.put("event", intent.event());
        out.put("url", intent.url());
        out.put("state", state.name().toLowerCase(java.util.Locale.ROOT));
        out.put("askedAt", asked.toString());
        if (next != null) {
            out.put("nextAttemptAt", next.toString());
        }
        List<Object> tried = new ArrayList<>();
        for (Attempt attempt : attempts) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("at", attempt.at().toString());
            if (attempt.status() != 0) {
                one.put("status", (long) attempt.status());
            }
            if (attempt.error() != null) {
                one.put("error", attempt.error());
            }
            one.put("durationMs", attempt.millis());
            tried.add(one);
        }
        out.put("attempts", tried);
        out.put("body", new String(intent.body(), java.nio.charset.StandardCharsets.UTF_8));
        return out;
    }
}
