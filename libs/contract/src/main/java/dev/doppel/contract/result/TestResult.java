package dev.doppel.contract.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a test of a definition ended.
 *
 * @param index test in the definition, from 0
 * @param name its name
 * @param outcome how it ended
 * @param error one sentence, null when it passed
 * @param durationMillis all steps together
 * @param steps all results in order
 * @param position where it stands in the user's files, if known
 */
public record TestResult(
        int index,
        String name,
        Outcome outcome,
        @Nullable String error,
        long durationMillis,
        List<StepResult> steps,
        @Nullable SourcePosition position) {
    public TestResult {
        steps = List.copyOf(steps);
    }
}
