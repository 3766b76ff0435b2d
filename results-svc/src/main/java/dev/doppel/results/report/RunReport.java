package dev.doppel.results.report;

import dev.doppel.contract.id.RunId;
import dev.doppel.contract.result.InvalidDefinition;
import dev.doppel.contract.result.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a run but its evidence. Immutable.
 *
 * @param id the run
 * @param project name of the project folder
 * @param createdAt when it was accepted
 * @param completedAt when its final record was made, null before
 * @param verdict of the final record, null before
 * @param invalid definitions that were not run
 * @param warnings rendered warnings
 * @param instances in the order of the submission
 */
public record RunReport(
        RunId id,
        String project,
        Instant createdAt,
        @Nullable Instant completedAt,
        @Nullable Verdict verdict,
        List<InvalidDefinition> invalid,
        List<String> warnings,
        List<InstanceReport> instances) {
    public RunReport {
        invalid = List.copyOf(invalid);
        warnings = List.copyOf(warnings);
        instances = List.copyOf(instances);
    }

    /** State as definition spec 8.1 names it. */
    public String status() {
        boolean begun = instances.stream().anyMatch(InstanceReport::begun);
        return status(verdict, begun);
    }

    /** State of a run with this final verdict, or none yet. */
    public static String status(@Nullable Verdict verdict, boolean begun) {
        if (verdict == null) {
            return begun ? "RUNNING" : "PENDING";
        }
        return switch (verdict) {
            case PASSED -> "COMPLETED";
            case CANCELLED -> "CANCELLED";
            case FAILED, ERROR, INCONCLUSIVE -> "FAILED";
        };
    }
}
