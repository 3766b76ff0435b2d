package dev.doppel.cli.show;

import dev.doppel.cli.show.RunModel.InstanceView;
import dev.doppel.cli.show.RunModel.ItemView;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.InvalidDefinition;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.SourcePosition;
import dev.doppel.contract.result.StepResult;
import dev.doppel.contract.result.TestResult;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.contract.result.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text after a run: what failed with expected, actual and the nearest exchanges, what an item said last, and the sum. Pure. */
public final class Report {
    private final Style style;

    public Report(Style style) {
        this.style = style;
    }

    /** Lines for everything that did not pass, and the summary line last. */
    public List<String> lines(RunModel model) {
        List<String> lines = new ArrayList<>();
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        for (InstanceView view : model.instances()) {
            Verdict verdict = view.verdict();
            if (verdict != null) {
                counts.merge(verdict, 1, Integer::sum);
            }
            if (verdict != null && verdict != Verdict.PASSED) {
                instance(view, verdict, lines);
            }
            TestsFinished tests = view.tests();
            if (tests != null) {
                tests.notes().forEach(note -> lines.add(style.yellow("  note ") + view.name() + ": " + note));
            }
        }
        for (InvalidDefinition invalid : model.invalid()) {
            lines.add("");
            lines.add(style.red("✗ ") + style.bold(invalid.name()) + " was not run: it has errors");
            invalid.problems().forEach(problem -> lines.add("    " + problem));
        }
        lines.add("");
        lines.add(summary(counts, model.invalid().size()));
        return lines;
    }

    private String summary(Map<Verdict, Integer> counts, int invalid) {
        List<String> parts = new ArrayList<>();
        counts.forEach((verdict, count) -> {
            String text = count + " " + verdict.name().toLowerCase(Locale.ROOT);
            parts.add(verdict == Verdict.PASSED ? style.green(text) : style.red(text));
        });
        if (invalid > 0) {
            parts.add(style.red(invalid + " invalid"));
        }
        return parts.isEmpty() ? "nothing was run" : String.join(", ", parts);
    }

    private void instance(InstanceView view, Verdict verdict, List<String> lines) {
        lines.add("");
        lines.add(style.sign(verdict) + " " + style.bold(view.name()) + " " + verdict
                + (view.reason() == null ? "" : ": " + view.reason()));
        TestsFinished tests = view.tests();
        if (tests != null) {
            for (TestResult test : tests.tests()) {
                for (StepResult step : test.steps()) {
                    if (step.outcome() != Outcome.PASSED && step.outcome() != Outcome.SKIPPED) {
                        step(test, step, lines);
                    }
                }
            }
        }
        for (Map.Entry<String, ItemView> item : view.items.entrySet()) {
            if (!item.getValue().lastLines().isEmpty()) {
                lines.add("    last lines of " + style.bold(item.getKey()) + ":");
                item.getValue().lastLines().forEach(line -> lines.add(style.dim("      │ " + line)));
            }
        }
    }

    private void step(TestResult test, StepResult step, List<String> lines) {
        lines.add("    " + test.name() + " › " + step.name() + place(step.position()));
        if (step.error() != null) {
            lines.add("      " + style.red(step.error()));
        }
        for (AssertionResult assertion : step.assertions()) {
            if (assertion.outcome() == Outcome.FAILED || assertion.outcome() == Outcome.INCONCLUSIVE) {
                assertion(assertion, lines);
            }
        }
    }

    private void assertion(AssertionResult a, List<String> lines) {
        String what = (a.path().isEmpty() ? a.kind() : a.path()) + (a.operator().isEmpty() ? "" : " " + a.operator());
        lines.add("      " + style.red("✗ ") + what + place(a.position()));
        if (a.expected() != null) {
            lines.add("          expected  " + a.expected());
        }
        if (a.actual() != null) {
            lines.add("          actual    " + a.actual());
        }
        if (a.error() != null) {
            lines.add("          " + a.error());
        }
        for (String nearest : a.nearest()) {
            lines.add(style.dim("          nearest   " + nearest));
        }
    }

    private String place(@Nullable SourcePosition position) {
        return position == null
                ? ""
                : style.dim("  " + position.file() + ":" + position.line() + ":" + position.column());
    }
}
