package dev.doppel.runner.attempt;

import dev.doppel.runner.evidence.Evidence;
import dev.doppel.runner.evidence.EvidenceLog;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Waits for evidence. Thread-safe. */
final class Ledger {
    private final EvidenceLog log;
    private final Duration limit;

    Ledger(EvidenceLog log, Duration limit) {
        this.log = log;
        this.limit = limit;
    }

    /** What is held now, unless the attempt was withdrawn. */
    Evidence now() throws Stop {
        Evidence evidence = log.snapshot();
        if (evidence.withdrawn() != null) {
            throw new Stop.Withdrawn(evidence.withdrawn());
        }
        return evidence;
    }

    /** Waits for a change, at the longest until that time. */
    void await(Evidence seen, long untilNanos) throws InterruptedException {
        log.awaitChange(seen.version(), untilNanos - System.nanoTime());
    }

    /** Waits until the evidence holds something. */
    <T> T find(String what, Function<Evidence, @Nullable T> finder) throws Stop, InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (true) {
            Evidence evidence = now();
            T found = finder.apply(evidence);
            if (found != null) {
                return found;
            }
            if (System.nanoTime() >= until) {
                throw new Stop.Lost(
                        "evidence is missing: " + what + " did not come within " + limit.toSeconds() + " s");
            }
            await(evidence, until);
        }
    }
}
