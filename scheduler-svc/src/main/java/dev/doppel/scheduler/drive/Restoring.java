package dev.doppel.scheduler.drive;

import dev.doppel.contract.evidence.InstanceWithdrawn.Cause;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.ReplicaId;
import dev.doppel.contract.result.Verdict;
import dev.doppel.scheduler.life.Attempt;
import dev.doppel.scheduler.life.Ending;
import dev.doppel.scheduler.life.Life;
import dev.doppel.scheduler.store.InstanceRow;
import dev.doppel.scheduler.store.Queue;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** States to rows and back. What lives only in memory (who confirmed, which item started) is not stored: its environment is given up. */
final class Restoring {
    private Restoring() {}

    /** The row of a state. */
    static Queue.Change change(Life life, InstanceRow row) {
        Attempt attempt = life.current();
        Verdict verdict = null;
        String reason = null;
        boolean again = false;
        switch (life) {
            case Life.Finishing finishing -> {
                verdict = finishing.cause() == null ? null : verdict(finishing.cause());
                reason = finishing.reason();
            }
            case Life.Closing closing -> {
                again = closing.ending() instanceof Ending.Again;
                verdict = closing.ending() instanceof Ending.Decided decided ? decided.verdict() : null;
                reason = closing.ending().reason();
            }
            case Life.Gone gone -> {
                verdict = gone.ending().verdict();
                reason = gone.ending().reason();
            }
            default -> {}
        }
        int number = attempt == null ? row.attempt() : attempt.id().number();
        long version = attempt != null
                ? attempt.version()
                : life instanceof Life.Queued queued ? queued.version() : row.version();
        return new Queue.Change(
                life.phase(),
                life.shown().name(),
                number,
                version,
                attempt != null && attempt.published(),
                attempt != null && attempt.failed(),
                verdict,
                reason,
                again,
                life instanceof Life.Gone || life instanceof Life.Queued);
    }

    private static Verdict verdict(Cause cause) {
        return switch (cause) {
            case CANCELLED -> Verdict.CANCELLED;
            case CRASHED, TIMED_OUT -> Verdict.FAILED;
            case LOST -> Verdict.ERROR;
        };
    }

    /** The attempt that a row speaks of. */
    static Attempt attempt(InstanceRow row, Instant startBy) {
        Incarnation incarnation = row.incarnation();
        ReplicaId holder = row.holder();
        if (incarnation == null || holder == null) {
            throw new IllegalStateException("instance " + row.id() + " is alive without a holder");
        }
        return new Attempt(
                new AttemptId(row.id(), row.attempt(), incarnation),
                holder,
                row.version(),
                row.published(),
                startBy,
                row.stepFailed(),
                null);
    }

    /**
     * The state in which a life of scheduler-svc that ended has left an instance, as far as it matters for ending it.
     *
     * @param holders who may still hold something of it
     */
    static Life life(InstanceRow row, Attempt attempt, Set<String> holders, Instant now, Duration close) {
        Instant until = now.plus(close);
        Set<String> waiting = row.published() ? holders : Set.of();
        return switch (row.phase()) {
            case "placed" -> new Life.Placed(attempt);
            case "preparing", "starting" ->
                new Life.Preparing(attempt, waiting, waiting, new dev.doppel.scheduler.life.Items(java.util.Map.of()));
            case "running" -> running(attempt, waiting, until);
            case "finishing" -> {
                Cause cause = cause(row.verdict());
                yield cause == null
                        ? running(attempt, waiting, until)
                        : new Life.Finishing(attempt, waiting, cause, row.reason() == null ? "" : row.reason(), until);
            }
            case "closing" -> new Life.Closing(attempt, ending(row), waiting, false, until);
            default -> throw new IllegalStateException("instance " + row.id() + " has no phase " + row.phase());
        };
    }

    private static Life running(Attempt attempt, Set<String> holders, Instant until) {
        return new Life.Running(
                attempt, holders, new dev.doppel.scheduler.life.Items(java.util.Map.of()), null, until, null);
    }

    private static @Nullable Cause cause(@Nullable Verdict verdict) {
        return switch (verdict) {
            case CANCELLED -> Cause.CANCELLED;
            case FAILED -> Cause.CRASHED;
            case PASSED, ERROR, INCONCLUSIVE -> null;
            case null -> null;
        };
    }

    private static Ending ending(InstanceRow row) {
        Verdict verdict = row.verdict();
        return row.again() || verdict == null
                ? new Ending.Again(row.reason() == null ? "scheduler-svc was restarted" : row.reason())
                : new Ending.Decided(verdict, row.reason());
    }
}
