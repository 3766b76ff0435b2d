package dev.doppel.contract.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a step of a test ended.
 *
 * @param index step in the test, from 0
 * @param name name shown, interpolated
 * @param action kind of action, such as {@code httpRequest}
 * @param outcome how it ended
 * @param error why it failed or was skipped, else null
 * @param startOffsetMillis since the first test began
 * @param durationMillis action and decision
 * @param assertions all results in order
 * @param position where it stands in the user's files, if known
 */
public record StepResult(
        int index,
        String name,
        String action,
        Outcome outcome,
        @Nullable String error,
        long startOffsetMillis,
        long durationMillis,
        List<AssertionResult> assertions,
        @Nullable SourcePosition position) {
    public StepResult {
        assertions = List.copyOf(assertions);
    }
}
