package dev.doppel.results.junit;

import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.StepResult;
import dev.doppel.contract.result.TestResult;
import dev.doppel.contract.result.Verdict;
import dev.doppel.results.report.AttemptReport;
import dev.doppel.results.report.InstanceReport;
import dev.doppel.results.report.Outcomes;
import dev.doppel.results.report.RunReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The original tool's shape (definition spec 9.3, {@code --junit-compat}): one suite, a case per definition, never an error. Pure. */
public final class CompatJunitReport {
    private CompatJunitReport() {}

    /** The whole report. */
    public static String write(RunReport run) {
        long failures =
                run.instances().stream().filter(CompatJunitReport::failed).count();
        long millis =
                run.instances().stream().mapToLong(CompatJunitReport::millis).sum();
        Xml xml = new Xml();
        xml.open(
                "testsuite",
                "name",
                run.id(),
                "tests",
                run.instances().size() + run.invalid().size(),
                "failures",
                failures,
                "errors",
                0,
                "skipped",
                run.invalid().size(),
                "time",
                JunitReport.seconds(millis),
                "timestamp",
                run.createdAt());
        for (InstanceReport instance : run.instances()) {
            String time = JunitReport.seconds(millis(instance));
            if (failed(instance)) {
                xml.open(
                        "testcase",
                        "classname",
                        run.project(),
                        "name",
                        instance.ref().name(),
                        "time",
                        time);
                xml.empty("failure", "message", message(instance));
                xml.close("testcase");
            } else {
                xml.empty(
                        "testcase",
                        "classname",
                        run.project(),
                        "name",
                        instance.ref().name(),
                        "time",
                        time);
            }
        }
        run.invalid()
                .forEach(invalid -> xml.open("testcase", "classname", run.project(), "name", invalid.name())
                        .empty("skipped", "message", String.join("; ", invalid.problems()))
                        .close("testcase"));
        return xml.close("testsuite").toString();
    }

    private static boolean failed(InstanceReport instance) {
        return instance.verdict() != Verdict.PASSED;
    }

    private static String message(InstanceReport instance) {
        @Nullable String reason = instance.reason();
        if (reason != null) {
            return reason;
        }
        long count = 0;
        for (TestResult test : tests(instance)) {
            for (StepResult step : test.steps()) {
                for (AssertionResult assertion : step.assertions()) {
                    count += Outcomes.failed(assertion.outcome()) ? 1 : 0;
                }
            }
        }
        return count + (count == 1 ? " assertion failed" : " assertions failed");
    }

    private static long millis(InstanceReport instance) {
        return tests(instance).stream().mapToLong(TestResult::durationMillis).sum();
    }

    private static List<TestResult> tests(InstanceReport instance) {
        return instance.deciding().map(AttemptReport::tests).orElse(List.of());
    }
}
