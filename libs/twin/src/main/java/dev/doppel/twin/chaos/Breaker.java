package dev.doppel.twin.chaos;

import dev.doppel.twin.value.Dice;
import java.time.Duration;
import java.time.Instant;

/** A synthetic circuit breaker: closed, open, half-open. Thread-safe. */
final class Breaker {
    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private State state = State.CLOSED;
    private int requests;
    private int failures;
    private int successes;
    private Instant openedAt = Instant.EPOCH;

    /** Seconds to wait when open, -1 to answer a synthetic error, 0 to pass. */
    synchronized long ask(ChaosConfig.Fault f, Dice dice, Instant now) {
        Duration open = f.duration(Duration.ofSeconds(30), "openDuration", "recoveryTimeout");
        if (state == State.OPEN) {
            if (now.isBefore(openedAt.plus(open))) {
                return Math.max(1, Duration.between(now, openedAt.plus(open)).toSeconds());
            }
            state = State.HALF_OPEN;
            successes = 0;
        }
        if (state == State.HALF_OPEN) {
            if (dice.chance(f.number(0.5, "halfOpenErrorRate"))) {
                trip(now);
                return -1;
            }
            if (++successes >= (int) f.number(3, "successThreshold", "halfOpenRequests")) {
                state = State.CLOSED;
                requests = 0;
                failures = 0;
            }
            return 0;
        }
        requests++;
        boolean failed = dice.chance(f.number(0, "closedErrorRate"));
        failures = failed ? failures + 1 : 0;
        int tripAfter = (int) f.number(0, "tripAfter");
        if (tripAfter > 0 && requests >= tripAfter || failures >= (int) f.number(5, "failureThreshold")) {
            trip(now);
        }
        return failed ? -1 : 0;
    }

    synchronized void trip(Instant now) {
        state = State.OPEN;
        openedAt = now;
    }

    synchronized void reset() {
        state = State.CLOSED;
        requests = 0;
        failures = 0;
    }

    synchronized String state() {
        return state.name().toLowerCase(java.util.Locale.ROOT);
    }
}
