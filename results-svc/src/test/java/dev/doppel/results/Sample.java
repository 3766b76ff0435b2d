package dev.doppel.results;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.evidence.ConsoleLines;
import dev.doppel.contract.evidence.IsolationReport;
import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.CapturedRequest;
import dev.doppel.contract.exchange.CapturedResponse;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.NearMiss;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.id.TeamId;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.InstanceClaimed;
import dev.doppel.contract.result.InstanceFinished;
import dev.doppel.contract.result.InstanceRef;
import dev.doppel.contract.result.InstanceState;
import dev.doppel.contract.result.InstanceStateChanged;
import dev.doppel.contract.result.InvalidDefinition;
import dev.doppel.contract.result.ItemState;
import dev.doppel.contract.result.ItemStateChanged;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.RunAccepted;
import dev.doppel.contract.result.RunFinished;
import dev.doppel.contract.result.SourcePosition;
import dev.doppel.contract.result.StepFinished;
import dev.doppel.contract.result.StepResult;
import dev.doppel.contract.result.StepStarted;
import dev.doppel.contract.result.TestResult;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.contract.result.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records of a run with one instance of each kind; every run has ids of its own. */
record Sample(String run) {
    static final Instant AT = Instant.parse("2026-11-21T02:00:00Z");

    RunId id() {
        return new RunId(run);
    }

    InstanceId instance(String name) {
        return new InstanceId(run + "-" + name);
    }

    AttemptId attempt(String name, int number) {
        return new AttemptId(instance(name), number, new Incarnation("life-" + number));
    }

    static Instant at(int millis) {
        return AT.plusMillis(millis);
    }

    RunAccepted accepted(String... names) {
        return acceptedOf(null, names);
    }

    RunAccepted acceptedOf(@Nullable String team, String... names) {
        List<InstanceRef> refs = new ArrayList<>();
        for (String name : names) {
            refs.add(new InstanceRef(instance(name), name, ".dokkimi/" + name + ".yaml"));
        }
        return new RunAccepted(
                id(),
                at(0),
                "shop",
                team == null ? null : TeamId.of(team),
                refs,
                List.of(new InvalidDefinition(
                        "broken", ".dokkimi/broken.yaml", List.of(".dokkimi/broken.yaml:3:5: unknown key itms"))),
                List.of());
    }

    InstanceStateChanged state(String name, int attempt, InstanceState state, String phase) {
        return new InstanceStateChanged(id(), at(10), instance(name), attempt, state, phase, null);
    }

    ItemStateChanged item(String name, int attempt, ItemState state, @Nullable String detail, String... lastLines) {
        return new ItemStateChanged(
                id(), at(20), instance(name), attempt, "orders", "service", state, detail, List.of(lastLines));
    }

    static AssertionResult passed() {
        return new AssertionResult(
                0,
                0,
                "field",
                "$.response.status",
                "equals",
                "200",
                "200",
                Outcome.PASSED,
                null,
                null,
                List.of(),
                null);
    }

    static AssertionResult failed() {
        return new AssertionResult(
                0,
                1,
                "count",
                "$.traffic[*]",
                "equals",
                "1",
                "2",
                Outcome.FAILED,
                "expected 1 call to api.stripe.com, found 2 <\u0001&>",
                null,
                List.of("POST https://api.stripe.com/v1/charges: amount is 1900, not 1899"),
                new SourcePosition(".dokkimi/charges.yaml", 41, 9));
    }

    static TestResult test(
            int index, String name, Outcome outcome, @Nullable String error, AssertionResult... results) {
        StepResult step = new StepResult(
                0,
                "pay",
                "httpRequest",
                outcome,
                null,
                5,
                120,
                List.of(results),
                new SourcePosition(".dokkimi/charges.yaml", 30, 7));
        return new TestResult(index, name, outcome, error, 125, List.of(step), null);
    }

    TestsFinished tests(
            String name, int attempt, Verdict verdict, @Nullable String reason, long exchanges, TestResult... tests) {
        return new TestsFinished(
                id(), at(400), instance(name), attempt, verdict, reason, List.of("a note"), List.of(tests), exchanges);
    }

    InstanceFinished finished(String name, int attempt, Verdict verdict, @Nullable String reason) {
        return new InstanceFinished(id(), at(500), instance(name), attempt, verdict, reason);
    }

    RunFinished ended(Verdict verdict) {
        return new RunFinished(id(), at(600), verdict, List.of());
    }

    Exchange exchange(String name, int attempt, long number, String target, @Nullable CapturedBody responseBody) {
        return new Exchange(
                attempt(name, attempt),
                number,
                number,
                "x" + number,
                Exchange.State.COMPLETE,
                number == 1 ? null : "orders",
                target,
                number == 1,
                new CapturedRequest(
                        "POST",
                        "https",
                        target,
                        number == 1 ? 8443 : 443,
                        "/v1/charges",
                        "expand=customer&api_key=sk_live_1",
                        "1.1",
                        Map.of(
                                "host", List.of(target),
                                "authorization", List.of("Bearer sk_live_123"),
                                "content-type", List.of("application/json"),
                                "x-api-key", List.of("k-1"),
                                "accept", List.of("a", "b")),
                        new CapturedBody(15, false, "{\"amount\":1899}", null, null)),
                new CapturedResponse(
                        200,
                        Map.of("set-cookie", List.of("sid=1"), "content-type", List.of("application/json")),
                        responseBody == null
                                ? new CapturedBody(13, false, "{\"id\":\"ch_1\"}", null, null)
                                : responseBody),
                at(100 + (int) number),
                2500,
                number == 1 ? Exchange.AnsweredBy.ITEM : Exchange.AnsweredBy.MOCK,
                number == 1 ? null : "stripe",
                true,
                null,
                null,
                null,
                List.of(new NearMiss("other", "method is GET")));
    }

    ConsoleLines console(String name, int attempt, long first, String... messages) {
        List<ConsoleLine> lines = new ArrayList<>();
        for (String message : messages) {
            lines.add(new ConsoleLine(first++, at(200), "orders", "stdout", "INFO", message));
        }
        return new ConsoleLines(attempt(name, attempt), lines, 0);
    }

    Diagnostic diagnostic(String name) {
        return new Diagnostic(
                attempt(name, 1), 9, Diagnostic.Kind.ESCAPE, "orders", "example.org", "left the environment", at(150));
    }

    IsolationReport isolation(String name) {
        return new IsolationReport(
                attempt(name, 1),
                "scheduler/1/abc",
                1,
                Diagnostic.Kind.ESCAPE,
                "orders",
                "tried 3 times to reach an address outside its environment by number",
                at(160));
    }

    /** A failing, a passing, a broken, a crashed, a cancelled and an empty instance, without exchanges. */
    List<Message> everyKind() {
        return List.of(
                accepted("charges", "happy", "broken-env", "crashed", "lost", "cancelled", "empty"),
                state("charges", 1, InstanceState.STARTING, "starting"),
                item("charges", 1, ItemState.READY, "image orders@sha256:12ab"),
                new InstanceClaimed(id(), at(30), instance("charges"), 1, "runner-0"),
                new StepStarted(id(), at(40), instance("charges"), 1, 0, "pays once", 0, 1, "pay"),
                new StepFinished(
                        id(),
                        at(300),
                        instance("charges"),
                        1,
                        0,
                        test(0, "pays once", Outcome.FAILED, null, failed())
                                .steps()
                                .getFirst()),
                tests(
                        "charges",
                        1,
                        Verdict.FAILED,
                        "1 of 2 tests failed",
                        2,
                        test(0, "pays once", Outcome.FAILED, null, passed(), failed()),
                        test(1, "ships", Outcome.PASSED, null, passed())),
                finished("charges", 1, Verdict.FAILED, "1 of 2 tests failed"),
                tests(
                        "happy",
                        1,
                        Verdict.ERROR,
                        "mock-svc was lost",
                        0,
                        test(0, "pays", Outcome.SKIPPED, "not reached")),
                tests("happy", 2, Verdict.PASSED, null, 0, test(0, "pays", Outcome.PASSED, null, passed())),
                finished("happy", 2, Verdict.PASSED, null),
                item("broken-env", 1, ItemState.CRASHED, "exit code 3", "cannot reach the database", "giving up"),
                tests(
                        "broken-env",
                        1,
                        Verdict.ERROR,
                        "orders exited with code 3 while it started",
                        0,
                        test(0, "pays", Outcome.SKIPPED, "not reached")),
                finished("broken-env", 1, Verdict.ERROR, "orders exited with code 3 while it started"),
                item("crashed", 1, ItemState.CRASHED, "exit code 137", "out of memory"),
                tests(
                        "crashed",
                        1,
                        Verdict.FAILED,
                        "orders ended with code 137 during step pay",
                        0,
                        test(0, "pays", Outcome.SKIPPED, null)),
                finished("crashed", 1, Verdict.FAILED, "orders ended with code 137 during step pay"),
                tests(
                        "lost",
                        1,
                        Verdict.INCONCLUSIVE,
                        "2 records were lost",
                        0,
                        test(0, "pays", Outcome.INCONCLUSIVE, "record 7 is missing")),
                finished("lost", 1, Verdict.INCONCLUSIVE, "2 records were lost"),
                tests("cancelled", 1, Verdict.CANCELLED, "cancelled", 0, test(0, "pays", Outcome.CANCELLED, null)),
                finished("cancelled", 1, Verdict.CANCELLED, "cancelled"),
                tests("empty", 1, Verdict.PASSED, null, 0),
                finished("empty", 1, Verdict.PASSED, null),
                console("charges", 1, 1, "paying", "bell \u0007 <&> ]]>"),
                console("charges", 1, 3, "\u001b[31mdouble charge\u001b[0m"),
                diagnostic("charges"),
                isolation("charges"));
    }
}
