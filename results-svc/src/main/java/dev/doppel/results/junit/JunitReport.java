package dev.doppel.results.junit;

import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.result.InvalidDefinition;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.TestResult;
import dev.doppel.contract.result.Verdict;
import dev.doppel.results.report.AttemptReport;
import dev.doppel.results.report.InstanceReport;
import dev.doppel.results.report.ItemReport;
import dev.doppel.results.report.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * JUnit XML of a run (definition spec 9.3): a suite per definition, a case per test. What no test can show - a failed environment, lost
 * evidence, a crash - is a case of its own, so that a suite never looks better than its verdict. Pure.
 */
public final class JunitReport {
    private enum Kind {
        PASSED,
        FAILURE,
        ERROR,
        SKIPPED
    }

    private record Case(String name, Kind kind, long millis, String type, String message, String body) {}

    private record Suite(
            String name,
            String file,
            List<Case> cases,
            Instant at,
            List<String> properties,
            List<String> console,
            List<String> seen) {
        long count(Kind kind) {
            return cases.stream().filter(one -> one.kind() == kind).count();
        }

        long millis() {
            return cases.stream().mapToLong(Case::millis).sum();
        }
    }

    private JunitReport() {}

    /**
     * The whole report.
     *
     * @param console the last console lines of an instance; asked for only where something failed
     * @param seen a line for everything that interception refused or found odd in an instance, whatever its verdict
     */
    public static String write(
            RunReport run,
            Function<InstanceReport, List<ConsoleLine>> console,
            Function<InstanceReport, List<String>> seen) {
        List<Suite> suites = new ArrayList<>();
        run.instances().forEach(instance -> suites.add(suite(run, instance, console, seen)));
        run.invalid().forEach(invalid -> suites.add(suite(run, invalid)));
        Xml xml = new Xml();
        xml.open(
                "testsuites",
                "name",
                run.project(),
                "tests",
                suites.stream().mapToLong(suite -> suite.cases().size()).sum(),
                "failures",
                total(suites, Kind.FAILURE),
                "errors",
                total(suites, Kind.ERROR),
                "skipped",
                total(suites, Kind.SKIPPED),
                "time",
                seconds(suites.stream().mapToLong(Suite::millis).sum()),
                "timestamp",
                run.createdAt());
        suites.forEach(suite -> suite(xml, suite));
        return xml.close("testsuites").toString();
    }

    private static long total(List<Suite> suites, Kind kind) {
        return suites.stream().mapToLong(suite -> suite.count(kind)).sum();
    }

    private static void suite(Xml xml, Suite suite) {
        xml.open(
                "testsuite",
                "name",
                suite.name(),
                "file",
                suite.file(),
                "tests",
                suite.cases().size(),
                "failures",
                suite.count(Kind.FAILURE),
                "errors",
                suite.count(Kind.ERROR),
                "skipped",
                suite.count(Kind.SKIPPED),
                "time",
                seconds(suite.millis()),
                "timestamp",
                suite.at());
        xml.open("properties");
        for (int i = 0; i < suite.properties().size(); i += 2) {
            xml.empty(
                    "property",
                    "name",
                    suite.properties().get(i),
                    "value",
                    suite.properties().get(i + 1));
        }
        xml.close("properties");
        suite.cases().forEach(one -> testCase(xml, suite.name(), suite.file(), one));
        if (!suite.console().isEmpty()) {
            xml.text("system-out", String.join("\n", suite.console()) + "\n");
        }
        if (!suite.seen().isEmpty()) {
            xml.text("system-err", String.join("\n", suite.seen()) + "\n");
        }
        xml.close("testsuite");
    }

    private static void testCase(Xml xml, String className, String file, Case one) {
        Object[] attributes = {"classname", className, "name", one.name(), "file", file, "time", seconds(one.millis())};
        switch (one.kind()) {
            case PASSED -> xml.empty("testcase", attributes);
            case FAILURE -> inside(xml, "failure", one, attributes);
            case ERROR -> inside(xml, "error", one, attributes);
            case SKIPPED -> inside(xml, "skipped", one, attributes);
        }
    }

    private static void inside(Xml xml, String element, Case one, Object[] attributes) {
        xml.open("testcase", attributes);
        xml.text(element, one.body(), "type", one.type(), "message", one.message());
        xml.close("testcase");
    }

    private static Suite suite(
            RunReport run,
            InstanceReport instance,
            Function<InstanceReport, List<ConsoleLine>> console,
            Function<InstanceReport, List<String>> seen) {
        List<Case> cases = new ArrayList<>();
        for (TestResult test : instance.deciding().map(AttemptReport::tests).orElse(List.of())) {
            cases.add(testCase(test));
        }
        Case verdict = verdictCase(instance, cases);
        if (verdict != null) {
            cases.add(verdict);
        }
        boolean troubled = cases.stream().anyMatch(one -> one.kind() == Kind.FAILURE || one.kind() == Kind.ERROR);
        List<String> lines = troubled
                ? console.apply(instance).stream()
                        .map(line -> line.at() + " " + line.item() + " " + line.message())
                        .toList()
                : List.of();
        return new Suite(
                instance.ref().name(),
                instance.ref().file(),
                cases,
                run.createdAt(),
                properties(run, instance),
                lines,
                seen.apply(instance));
    }

    private static List<String> properties(RunReport run, InstanceReport instance) {
        List<String> properties = new ArrayList<>(List.of(
                "run",
                run.id().value(),
                "instance",
                instance.ref().instance().value(),
                "verdict",
                instance.testStatus()));
        properties.addAll(List.of("attempt", Integer.toString(instance.decidingAttempt())));
        for (ItemReport item : instance.deciding().map(AttemptReport::items).orElse(List.of())) {
            if (item.detail() != null) {
                properties.addAll(List.of("item." + item.name(), item.detail()));
            }
        }
        return properties;
    }

    private static Case testCase(TestResult test) {
        Kind kind = switch (test.outcome()) {
            case PASSED -> Kind.PASSED;
            case FAILED -> Kind.FAILURE;
            case INCONCLUSIVE -> Kind.ERROR;
            case SKIPPED, CANCELLED -> Kind.SKIPPED;
        };
        boolean skipped = kind == Kind.SKIPPED;
        String message = skipped ? skippedBecause(test) : Explanation.inOneLine(test);
        return new Case(
                test.name(),
                kind,
                test.durationMillis(),
                test.outcome().name(),
                message,
                skipped ? "" : Explanation.inFull(test));
    }

    private static String skippedBecause(TestResult test) {
        return test.error() != null ? test.error() : test.outcome() == Outcome.CANCELLED ? "cancelled" : "not reached";
    }

    /** The case that says what the tests' own cases do not; null when they say it all. */
    private static @Nullable Case verdictCase(InstanceReport instance, List<Case> cases) {
        Verdict verdict = instance.verdict();
        if (verdict == null) {
            return null;
        }
        boolean failureShown = cases.stream().anyMatch(one -> one.kind() == Kind.FAILURE);
        boolean errorShown = cases.stream().anyMatch(one -> one.kind() == Kind.ERROR);
        return switch (verdict) {
            case PASSED -> cases.isEmpty() ? new Case("environment", Kind.PASSED, 0, "PASSED", "", "") : null;
            case FAILED -> failureShown ? null : ofVerdict("run", Kind.FAILURE, verdict, instance);
            case ERROR -> ofVerdict("environment", Kind.ERROR, verdict, instance);
            case INCONCLUSIVE -> errorShown ? null : ofVerdict("evidence", Kind.ERROR, verdict, instance);
            case CANCELLED -> cases.isEmpty() ? ofVerdict("run", Kind.SKIPPED, verdict, instance) : null;
        };
    }

    private static Case ofVerdict(String name, Kind kind, Verdict verdict, InstanceReport instance) {
        String reason = instance.reason() == null ? "no reason was given" : instance.reason();
        StringBuilder body = new StringBuilder("\n").append(reason).append('\n');
        for (ItemReport item : instance.deciding().map(AttemptReport::items).orElse(List.of())) {
            if (!item.lastLines().isEmpty()) {
                body.append("last lines of ").append(item.name()).append(":\n");
                item.lastLines().forEach(line -> body.append("  ").append(line).append('\n'));
            }
        }
        return new Case(name, kind, 0, verdict.name(), reason, kind == Kind.SKIPPED ? "" : body.toString());
    }

    private static Suite suite(RunReport run, InvalidDefinition invalid) {
        Case skipped = new Case(
                "definition",
                Kind.SKIPPED,
                0,
                "INVALID",
                "not run: the definition has errors",
                "\n" + String.join("\n", invalid.problems()) + "\n");
        return new Suite(
                invalid.name(),
                invalid.file(),
                List.of(skipped),
                run.createdAt(),
                List.of("run", run.id().value()),
                List.of(),
                List.of());
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.3f", Duration.ofMillis(millis).toMillis() / 1000.0);
    }
}
