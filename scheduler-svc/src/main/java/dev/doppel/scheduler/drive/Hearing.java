package dev.doppel.scheduler.drive;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether this replica can hear anyone: it says something on {@code doppel.interception} every second and listens for it. While it does
 * not hear itself, the silence of others proves nothing, so the time by which they are judged stands still. Thread-safe.
 */
final class Hearing {
    /** Silence of our own voice after which we count as deaf. */
    static final Duration LIMIT = Duration.ofSeconds(3);

    private Instant heard;
    private Duration deaf = Duration.ZERO;

    Hearing(Instant now) {
        this.heard = now;
    }

    /** Our own voice came back. */
    synchronized void echo(Instant now) {
        Duration gap = Duration.between(heard, now);
        if (gap.compareTo(LIMIT) > 0) {
            // all of it: what others said meanwhile arrives with or after our voice
            deaf = deaf.plus(gap);
        }
        heard = now;
    }

    /** False while nobody can be heard. */
    synchronized boolean hears(Instant now) {
        return Duration.between(heard, now).compareTo(LIMIT) <= 0;
    }

    /** The time by which others are judged: without the times of deafness, at rest during one. May step back when one ends. */
    synchronized Instant judged(Instant now) {
        return (hears(now) ? now : heard.plus(LIMIT)).minus(deaf);
    }
}
