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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The text after a run: what failed with expected, actual and the nearest exchanges, what an item said last, and the sum. Pure. */
public final class Report {
    /** Characters of a value; the dump has more. */
    private static final int MOST_SHOWN = 1_000;

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
                folded(item.getValue().lastLines()).forEach(line -> lines.add(style.dim("      │ " + line)));
            }
        }
    }

    /** Equal lines in a row as one with their number. */
    static List<String> folded(List<String> lines) {
        List<String> folded = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= lines.size(); i++) {
            if (i == lines.size() || !lines.get(i).equals(lines.get(from))) {
                folded.add(lines.get(from) + (i - from > 1 ? "  (" + (i - from) + " times)" : ""));
                from = i;
            }
        }
        return folded;
    }

    private void step(TestResult test, StepResult step, List<String> lines) {
        lines.add("    " + test.name() + " › " + step.name() + place(step.position()));
        List<AssertionResult> failed = step.assertions().stream()
                .filter(a -> a.outcome() == Outcome.FAILED || a.outcome() == Outcome.INCONCLUSIVE)
                .toList();
        String error = step.error();
        if (error != null && failed.stream().noneMatch(a -> error.equals(a.error()) && !isBare(a))) {
            lines.add("      " + style.red(indented(error, "      ")));
        }
        for (AssertionResult assertion : failed) {
            if (!isBare(assertion) || !Objects.equals(assertion.error(), error)) {
                assertion(assertion, lines);
            }
        }
    }

    /** Says nothing but its error, as the action's own result does. */
    private static boolean isBare(AssertionResult a) {
        return a.expected() == null && a.actual() == null && a.nearest().isEmpty();
    }

    private void assertion(AssertionResult a, List<String> lines) {
        String what = (a.path().isEmpty() ? a.kind() : a.path()) + (a.operator().isEmpty() ? "" : " " + a.operator());
        String error = a.error();
        boolean told = error != null && a.expected() != null && a.actual() != null && error.startsWith("expected ");
        boolean count = told && a.kind().equals("count");
        lines.add("      " + style.red("✗ ") + (count ? error : what) + place(a.position()));
        if (a.expected() != null) {
            lines.add("          expected  " + shown(a.expected()));
        }
        if (a.actual() != null) {
            lines.add("          actual    " + shown(a.actual()));
        }
        if (error != null && !told) {
            lines.add("          " + indented(error, "          "));
        }
        for (String nearest : a.nearest()) {
            lines.add(style.dim("          nearest   " + nearest));
        }
    }

    private static String shown(String value) {
        if (value.length() <= MOST_SHOWN) {
            return value;
        }
        int end = Character.isHighSurrogate(value.charAt(MOST_SHOWN - 1)) ? MOST_SHOWN - 1 : MOST_SHOWN;
        return value.substring(0, end) + "... (" + (value.length() - end)
                + " more characters: 'doppel dump -o -' prints them)";
    }

    private static String indented(String text, String by) {
        return text.strip().replace("\n", "\n" + by);
    }

    private String place(@Nullable SourcePosition position) {
        return position == null
                ? ""
                : style.dim("  " + position.file() + ":" + position.line() + ":" + position.column());
    }
}
