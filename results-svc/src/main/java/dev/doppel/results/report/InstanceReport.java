package dev.doppel.results.report;

import dev.doppel.contract.result.InstanceRef;
import dev.doppel.contract.result.InstanceState;
import dev.doppel.contract.result.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One definition of a run. Immutable.
 *
 * @param ref its identity
 * @param state the newest
 * @param verdict final, null before
 * @param reason for anything but PASSED; while it runs, the reason of the newest state
 * @param finishedAt when the verdict was given
 * @param decidingAttempt number of the attempt that counts: the one the verdict names, else the newest; 0 before the first
 * @param attempts by number
 * @param log what happened, oldest first
 */
public record InstanceReport(
        InstanceRef ref,
        InstanceState state,
        @Nullable Verdict verdict,
        @Nullable String reason,
        @Nullable Instant finishedAt,
        int decidingAttempt,
        List<AttemptReport> attempts,
        List<LogEntry> log) {
    public InstanceReport {
        attempts = List.copyOf(attempts);
        log = List.copyOf(log);
    }

    /** The attempt that counts, empty when nothing is known of it. */
    public Optional<AttemptReport> deciding() {
        return attempts.stream()
                .filter(attempt -> attempt.number() == decidingAttempt)
                .findFirst();
    }

    /** Verdict as definition spec 8.1 names it, PENDING and RUNNING included. */
    public String testStatus() {
        return verdict != null ? verdict.name() : begun() ? "RUNNING" : "PENDING";
    }

    boolean begun() {
        return state != InstanceState.PENDING;
    }
}
