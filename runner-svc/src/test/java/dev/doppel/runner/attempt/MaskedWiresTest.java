package dev.doppel.runner.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.Heartbeat;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.ResultMessage;
import dev.doppel.contract.result.StepFinished;
import dev.doppel.contract.result.StepResult;
import dev.doppel.contract.result.StepStarted;
import dev.doppel.contract.result.TestResult;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.contract.result.Verdict;
import dev.doppel.platform.mask.SecretText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskedWiresTest {
    private static final String SECRET = "c4n4ry-7f3e9a1b";
    private static final RunId RUN = new RunId("run-1");
    private static final InstanceId INSTANCE = new InstanceId("i-1");

    private final List<ResultMessage> told = new ArrayList<>();
    private final MaskedWires wires = new MaskedWires(
            new Wires() {
                @Override
                public void ask(Message request) {
                    throw new AssertionError("nothing was asked");
                }

                @Override
                public void tell(ResultMessage result) {
                    told.add(result);
                }
            },
            new SecretText(List.of(SECRET)));

    private static StepResult step() {
        AssertionResult assertion = new AssertionResult(
                0,
                0,
                "field",
                "$.x['" + SECRET + "']",
                "eq",
                "\"" + SECRET + "\"",
                "\"Bearer " + SECRET + "\"",
                Outcome.FAILED,
                "was " + SECRET,
                "note " + SECRET,
                List.of("POST x?token=" + SECRET),
                null);
        return new StepResult(
                0, "step " + SECRET, "httpRequest", Outcome.FAILED, "was " + SECRET, 1, 2, List.of(assertion), null);
    }

    @Test
    void nothingThatIsToldShowsASecretAndEverythingElseStays() {
        TestResult test =
                new TestResult(0, "test " + SECRET, Outcome.FAILED, "error " + SECRET, 3, List.of(step()), null);
        wires.tell(new StepStarted(RUN, Instant.EPOCH, INSTANCE, 1, 0, "test " + SECRET, 0, 1, "step " + SECRET));
        wires.tell(new StepFinished(RUN, Instant.EPOCH, INSTANCE, 1, 0, step()));
        wires.tell(new TestsFinished(
                RUN,
                Instant.EPOCH,
                INSTANCE,
                1,
                Verdict.FAILED,
                "because of " + SECRET,
                List.of("note " + SECRET),
                List.of(test),
                4));
        Heartbeat beat = new Heartbeat(RUN, Instant.EPOCH, INSTANCE, 1, "runner-0");
        wires.tell(beat);
        assertThat(told).hasSize(4);
        assertThat(told.toString()).doesNotContain(SECRET);
        assertThat(told.get(3)).isSameAs(beat);
        assertThat(told.get(2)).isInstanceOfSatisfying(TestsFinished.class, finished -> {
            assertThat(finished.reason()).isEqualTo("because of ***");
            assertThat(finished.exchanges()).isEqualTo(4);
            StepResult shown = finished.tests().getFirst().steps().getFirst();
            assertThat(shown.name()).isEqualTo("step ***");
            assertThat(shown.assertions().getFirst().actual()).isEqualTo("\"Bearer ***\"");
            assertThat(shown.assertions().getFirst().operator()).isEqualTo("eq");
            assertThat(shown.durationMillis()).isEqualTo(2);
        });
    }
}
