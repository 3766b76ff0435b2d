package dev.doppel.runner.attempt;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.StepResult;
import dev.doppel.contract.result.TestResult;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.runner.block.Report;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps a verdict below the size of a record: first values get shorter, then passed assertions go. Pure. */
final class FittingResult {
    /** Below the record limit of 512 KiB, with room for headers. */
    static final int MOST_BYTES = 480 * 1024;

    private FittingResult() {}

    static TestsFinished of(TestsFinished whole) {
        TestsFinished fitting = whole;
        int[] lengths = {2_000, 300, 60};
        for (int i = 0; i < lengths.length && size(fitting) > MOST_BYTES; i++) {
            int most = lengths[i];
            boolean onlyFailed = i == lengths.length - 1;
            List<TestResult> tests = new ArrayList<>();
            for (TestResult test : whole.tests()) {
                List<StepResult> steps = new ArrayList<>();
                test.steps().forEach(step -> steps.add(shortened(step, most, onlyFailed)));
                tests.add(new TestResult(
                        test.index(),
                        test.name(),
                        test.outcome(),
                        cut(test.error(), most),
                        test.durationMillis(),
                        steps,
                        test.position()));
            }
            List<String> notes = new ArrayList<>(whole.notes());
            notes.add("results were too large for one record: values were shortened"
                    + (onlyFailed ? " and passed assertions left out" : ""));
            fitting = new TestsFinished(
                    whole.run(),
                    whole.at(),
                    whole.instance(),
                    whole.attempt(),
                    whole.verdict(),
                    cut(whole.reason(), 2_000),
                    notes,
                    tests,
                    whole.exchanges());
        }
        return fitting;
    }

    private static StepResult shortened(StepResult step, int most, boolean onlyFailed) {
        List<AssertionResult> assertions = new ArrayList<>();
        for (AssertionResult one : step.assertions()) {
            if (onlyFailed && one.outcome() != Outcome.FAILED) {
                continue;
            }
            assertions.add(new AssertionResult(
                    one.blockIndex(),
                    one.assertionIndex(),
                    one.kind(),
                    Report.shorten(one.path(), most),
                    one.operator(),
                    cut(one.expected(), most),
                    cut(one.actual(), most),
                    one.outcome(),
                    cut(one.error(), most),
                    cut(one.note(), most),
                    one.nearest().stream()
                            .map(near -> Report.shorten(near, most))
                            .toList(),
                    one.position()));
        }
        return new StepResult(
                step.index(),
                Report.shorten(step.name(), most),
                step.action(),
                step.outcome(),
                cut(step.error(), most),
                step.startOffsetMillis(),
                step.durationMillis(),
                assertions,
                step.position());
    }

    private static @Nullable String cut(@Nullable String text, int most) {
        return text == null ? null : Report.shorten(text, most);
    }

    private static int size(TestsFinished finished) {
        try {
            return MessageCodec.json().writeValueAsBytes(finished).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result that cannot be written", e);
        }
    }
}
