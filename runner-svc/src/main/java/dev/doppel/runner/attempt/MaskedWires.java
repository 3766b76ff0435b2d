package dev.doppel.runner.attempt;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.ResultMessage;
import dev.doppel.contract.result.StepFinished;
import dev.doppel.contract.result.StepResult;
import dev.doppel.contract.result.StepStarted;
import dev.doppel.contract.result.TestResult;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.platform.mask.SecretText;
import java.time.Duration;

/**
 * The way out of an attempt whose definition has secrets: everything that is told to people is without them. Decisions are made before, over
 * raw values. Thread-safe.
 */
public final class MaskedWires implements Wires {
    private final Wires out;
    private final SecretText secrets;

    public MaskedWires(Wires out, SecretText secrets) {
        this.out = out;
        this.secrets = secrets;
    }

    @Override
    public void ask(Message request) {
        out.ask(request);
    }

    @Override
    public void decided(Duration lag) {
        out.decided(lag);
    }

    @Override
    public void tell(ResultMessage result) {
        out.tell(
                switch (result) {
                    case StepStarted m ->
                        new StepStarted(
                                m.run(),
                                m.at(),
                                m.instance(),
                                m.attempt(),
                                m.testIndex(),
                                secrets.text(m.testName()),
                                m.stepIndex(),
                                m.stepCount(),
                                secrets.text(m.stepName()));
                    case StepFinished m ->
                        new StepFinished(m.run(), m.at(), m.instance(), m.attempt(), m.testIndex(), step(m.result()));
                    case TestsFinished m ->
                        new TestsFinished(
                                m.run(),
                                m.at(),
                                m.instance(),
                                m.attempt(),
                                m.verdict(),
                                secrets.orNull(m.reason()),
                                secrets.all(m.notes()),
                                m.tests().stream().map(this::test).toList(),
                                m.exchanges());
                    default -> result; // carries no text that came from a definition or from evidence
                });
    }

    private TestResult test(TestResult test) {
        return new TestResult(
                test.index(),
                secrets.text(test.name()),
                test.outcome(),
                secrets.orNull(test.error()),
                test.durationMillis(),
                test.steps().stream().map(this::step).toList(),
                test.position());
    }

    private StepResult step(StepResult step) {
        return new StepResult(
                step.index(),
                secrets.text(step.name()),
                step.action(),
                step.outcome(),
                secrets.orNull(step.error()),
                step.startOffsetMillis(),
                step.durationMillis(),
                step.assertions().stream().map(this::assertion).toList(),
                step.position());
    }

    private AssertionResult assertion(AssertionResult one) {
        return new AssertionResult(
                one.blockIndex(),
                one.assertionIndex(),
                one.kind(),
                secrets.text(one.path()),
                one.operator(),
                secrets.orNull(one.expected()),
                secrets.orNull(one.actual()),
                one.outcome(),
                secrets.orNull(one.error()),
                secrets.orNull(one.note()),
                secrets.all(one.nearest()),
                one.position());
    }
}
