package dev.doppel.contract.result;

import dev.doppel.contract.id.RunId;
import java.time.Instant;
import java.util.List;

/**
 * The final record of a run. Published by scheduler-svc.
 *
 * @param run the run
 * @param at when
 * @param verdict PASSED when every instance passed; otherwise the worst, in the order ERROR, INCONCLUSIVE, FAILED, CANCELLED as spec 9.5 ranks exit codes
 * @param instances verdict counts are for display; keyed by nothing: one line per instance, {@code name: VERDICT}
 */
public record RunFinished(RunId run, Instant at, Verdict verdict, List<String> instances) implements ResultMessage {
    public RunFinished {
        instances = List.copyOf(instances);
    }
}
