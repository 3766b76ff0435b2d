package dev.doppel.results.report;

import dev.doppel.contract.result.StepFinished;
import dev.doppel.contract.result.TestResult;
import dev.doppel.contract.result.TestsFinished;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try. Immutable.
 *
 * @param number from 1
 * @param runner replica that claimed it, null before
 * @param items newest state of each, in order of appearance
 * @param steps decided so far, in order
 * @param finished its verdict with all tests, null before
 */
public record AttemptReport(
        int number,
        @Nullable String runner,
        List<ItemReport> items,
        List<StepFinished> steps,
        @Nullable TestsFinished finished) {
    public AttemptReport {
        items = List.copyOf(items);
        steps = List.copyOf(steps);
    }

    /** All tests, none before they are decided. */
    public List<TestResult> tests() {
        return finished == null ? List.of() : finished.tests();
    }

    /** What a reader should know. */
    public List<String> notes() {
        return finished == null ? List.of() : finished.notes();
    }
}
