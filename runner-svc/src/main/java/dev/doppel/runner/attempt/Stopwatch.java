package dev.doppel.runner.attempt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Time that counts against the limits of a test and of the whole run: actions, and deciding as far as the settle time allows. Waiting for the
 * platform's own records does not count, or a slow platform could fail a test. Thread-safe.
 */
final class Stopwatch {
    private final Duration runLimit;
    private long runNanos;
    private long testNanos;
    private @Nullable Duration testLimit;

    Stopwatch(Duration runLimit) {
        this.runLimit = runLimit;
    }

    synchronized void startTest(@Nullable Duration limit) {
        testLimit = limit;
        testNanos = 0;
    }

    synchronized void spent(long nanos) {
        runNanos += nanos;
        testNanos += nanos;
    }

    /** The shorter of a time-out and what is left. */
    synchronized Duration capped(Duration timeout) {
        long left = runLimit.toNanos() - runNanos;
        if (testLimit != null) {
            left = Math.min(left, testLimit.toNanos() - testNanos);
        }
        Duration rest = Duration.ofNanos(Math.max(left, 1_000_000));
        return rest.compareTo(timeout) < 0 ? rest : timeout;
    }

    synchronized boolean runOver() {
        return runNanos >= runLimit.toNanos();
    }

    synchronized boolean testOver() {
        return testLimit != null && testNanos >= testLimit.toNanos();
    }

    synchronized String testMessage() {
        return "test time-out after " + seconds(testLimit == null ? Duration.ZERO : testLimit) + " s";
    }

    String runMessage(String test, String step) {
        return "execution time-out after " + seconds(runLimit) + " s in test '" + test + "' step '" + step + "'";
    }

    private static String seconds(Duration duration) {
        return java.math.BigDecimal.valueOf(duration.toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
    }
}
