package dev.doppel.scheduler.plan;

import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.SourcePosition;
import dev.doppel.contract.result.StepResult;
import dev.doppel.contract.result.TestResult;
import dev.doppel.definition.model.Action;
import dev.doppel.definition.model.Definition;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.model.Step;
import dev.doppel.definition.model.TestCase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results of tests that no runner gave, because none was reached or none came back. Pure. */
public final class SkippedTests {
    private SkippedTests() {}

    /** Every test with every step as skipped, for the given reason. */
    public static List<TestResult> of(Definition definition, Outcome outcome, @Nullable String reason) {
        List<TestResult> tests = new ArrayList<>();
        for (TestCase test : definition.tests()) {
            List<StepResult> steps = new ArrayList<>();
            for (Step step : test.steps()) {
                steps.add(new StepResult(
                        step.index(),
                        step.name(),
                        kind(step.action()),
                        outcome,
                        reason,
                        0,
                        0,
                        List.of(),
                        position(step.at())));
            }
            tests.add(new TestResult(test.index(), test.name(), outcome, reason, 0, steps, position(test.at())));
        }
        return tests;
    }

    private static String kind(@Nullable Action action) {
        return switch (action) {
            case Action.HttpRequest http -> "httpRequest";
            case Action.DbQuery db -> "dbQuery";
            case Action.Wait pause -> "wait";
            case Action.Parallel parallel -> "parallel";
            case Action.Ui ui -> "ui";
            case Action.TwinOp twin -> "twin";
            case null -> "";
        };
    }

    private static @Nullable SourcePosition position(SourceRef at) {
        return at.line() <= 0 ? null : new SourcePosition(at.file(), at.line(), at.column());
    }
}
