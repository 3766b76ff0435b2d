package dev.doppel.runner.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.StepResult;
import dev.doppel.contract.result.TestResult;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.contract.result.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FittingResultTest {
    private static TestsFinished result(int assertions, int length) {
        List<AssertionResult> all = new ArrayList<>();
        for (int i = 0; i < assertions; i++) {
            boolean failed = i == 7;
            all.add(new AssertionResult(
                    0,
                    i,
                    "field",
                    "$.a",
                    "eq",
                    "x".repeat(length),
                    "y".repeat(length),
                    failed ? Outcome.FAILED : Outcome.PASSED,
                    failed ? "differs" : null,
                    null,
                    List.of(),
                    null));
        }
        StepResult step = new StepResult(0, "s", "wait", Outcome.FAILED, "differs", 0, 1, all, null);
        TestResult test = new TestResult(0, "t", Outcome.FAILED, "differs", 1, List.of(step), null);
        return new TestsFinished(
                new RunId("r"),
                Instant.EPOCH,
                new InstanceId("i"),
                1,
                Verdict.FAILED,
                "why",
                List.of(),
                List.of(test),
                0);
    }

    @Test
    void aResultThatFitsStaysAsItIs() {
        TestsFinished whole = result(10, 100);
        assertThat(FittingResult.of(whole)).isSameAs(whole);
    }

    @Test
    void aResultThatDoesNotFitLosesLengthAndThenWhatPassed() throws Exception {
        for (int[] size : new int[][] {{100, 9_000}, {9_000, 9_000}}) {
            TestsFinished fitting = FittingResult.of(result(size[0], size[1]));
            assertThat(MessageCodec.json().writeValueAsBytes(fitting).length).isLessThan(FittingResult.MOST_BYTES);
            assertThat(fitting.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(fitting.notes()).singleElement().asString().contains("too large");
            assertThat(fitting.tests().getFirst().steps().getFirst().assertions())
                    .anyMatch(one -> one.outcome() == Outcome.FAILED && "differs".equals(one.error()));
        }
    }
}
