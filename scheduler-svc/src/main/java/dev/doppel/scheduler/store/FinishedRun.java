package dev.doppel.scheduler.store;

import dev.doppel.contract.id.RunId;
import dev.doppel.contract.result.Verdict;
import java.util.List;

/**
 * A run whose last instance is gone.
 *
 * @param instances name and verdict of each, in order
 */
public record FinishedRun(RunId run, List<One> instances) {
    private static final List<Verdict> WORST_FIRST =
            List.of(Verdict.ERROR, Verdict.INCONCLUSIVE, Verdict.FAILED, Verdict.CANCELLED);

    public FinishedRun {
        instances = List.copyOf(instances);
    }

    /** One instance. */
    public record One(String name, Verdict verdict) {}

    /** PASSED when all passed, else the worst. */
    public Verdict verdict() {
        return WORST_FIRST.stream()
                .filter(v -> instances.stream().anyMatch(i -> i.verdict() == v))
                .findFirst()
                .orElse(Verdict.PASSED);
    }
}
