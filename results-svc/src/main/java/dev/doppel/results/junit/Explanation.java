package dev.doppel.results.junit;

import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.SourcePosition;
import dev.doppel.contract.result.StepResult;
import dev.doppel.contract.result.TestResult;
import dev.doppel.results.report.Outcomes;
import org.jspecify.annotations.Nullable;

/** Why a test did not pass, for people. Pure. */
final class Explanation {
    private Explanation() {}

    /** One line. */
    static String inOneLine(TestResult test) {
        if (test.error() != null) {
            return test.error();
        }
        for (StepResult step : test.steps()) {
            for (AssertionResult assertion : step.assertions()) {
                if (Outcomes.failed(assertion.outcome()) && assertion.error() != null) {
                    return step.name() + ": " + assertion.error();
                }
            }
            if (Outcomes.failed(step.outcome()) && step.error() != null) {
                return step.name() + ": " + step.error();
            }
        }
        return "the test " + test.outcome();
    }

    /** A list of the steps that did not pass with their assertions; begins and ends with a line end. */
    static String inFull(TestResult test) {
        StringBuilder text = new StringBuilder("\n");
        if (test.error() != null) {
            text.append(test.error()).append('\n');
        }
        for (StepResult step : test.steps()) {
            if (Outcomes.failed(step.outcome())) {
                step(text, step);
            }
        }
        return text.toString();
    }

    private static void step(StringBuilder text, StepResult step) {
        text.append("step ")
                .append(step.index() + 1)
                .append(" \"")
                .append(step.name())
                .append("\" (");
        text.append(step.action())
                .append(") ")
                .append(step.outcome())
                .append(at(step.position()))
                .append('\n');
        if (step.error() != null) {
            text.append("  ").append(step.error()).append('\n');
        }
        for (AssertionResult assertion : step.assertions()) {
            if (Outcomes.failed(assertion.outcome())) {
                assertion(text, assertion);
            }
        }
    }

    private static void assertion(StringBuilder text, AssertionResult assertion) {
        text.append("  - ")
                .append(what(assertion))
                .append(at(assertion.position()))
                .append('\n');
        line(text, "expected", assertion.expected());
        line(text, "actual", assertion.actual());
        line(text, "error", assertion.error());
        line(text, "note", assertion.note());
        for (String nearest : assertion.nearest()) {
            line(text, "nearest", nearest);
        }
    }

    private static String what(AssertionResult assertion) {
        String described = (assertion.path() + " " + assertion.operator()).strip();
        return described.isEmpty() ? assertion.kind() : assertion.kind() + " " + described;
    }

    private static void line(StringBuilder text, String label, @Nullable String value) {
        if (value != null) {
            text.append("      ").append(label).append(": ").append(value).append('\n');
        }
    }

    private static String at(@Nullable SourcePosition position) {
        return position == null ? "" : " at " + position.file() + ":" + position.line() + ":" + position.column();
    }
}
