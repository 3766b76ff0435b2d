package dev.doppel.cli.show;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.InstanceFinished;
import dev.doppel.contract.result.InstanceRef;
import dev.doppel.contract.result.InstanceState;
import dev.doppel.contract.result.InstanceStateChanged;
import dev.doppel.contract.result.InvalidDefinition;
import dev.doppel.contract.result.ItemState;
import dev.doppel.contract.result.ItemStateChanged;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.ResultMessage;
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
import java.util.List;
import java.util.stream.Stream;

/** The events of one run: a definition that passes, one that fails, one whose service crashed, and one that is invalid. */
final class Events {
    static final Instant START = Instant.parse("2026-11-26T10:00:00Z");
    private static final RunId RUN = new RunId("run-1");

    private Events() {}

    static Instant at(long millis) {
        return START.plusMillis(millis);
    }

    private static InstanceId id(String name) {
        return new InstanceId("i-" + name);
    }

    private static InstanceRef ref(String name) {
        return new InstanceRef(id(name), name, ".dokkimi/" + name + ".yaml", BlobRef.of("00", 1));
    }

    static ResultMessage accepted() {
        return new RunAccepted(
                RUN,
                at(0),
                "shop",
                null,
                List.of(ref("happy"), ref("declined"), ref("broken")),
                List.of(new InvalidDefinition(
                        "typo", ".dokkimi/typo.yaml", List.of(".dokkimi/typo.yaml:3:5: unknown type 'SERVCE'"))),
                List.of());
    }

    static ResultMessage phase(String name, long millis, int attempt, InstanceState state, String phase) {
        return new InstanceStateChanged(RUN, at(millis), id(name), attempt, state, phase, null);
    }

    static ResultMessage item(String name, long millis, String item, ItemState state, String detail, String... lines) {
        return new ItemStateChanged(RUN, at(millis), id(name), 1, item, "service", state, detail, List.of(lines));
    }

    static ResultMessage stepStarted(String name, long millis) {
        return new StepStarted(RUN, at(millis), id(name), 1, 0, "a customer pays", 0, 2, "place the order");
    }

    private static StepResult failedStep() {
        return new StepResult(
                0,
                "place the order",
                "httpRequest",
                Outcome.FAILED,
                "expected 402, was 200",
                10,
                31,
                List.of(
                        new AssertionResult(
                                0,
                                0,
                                "field",
                                "$.response.status",
                                "eq",
                                "402",
                                "200",
                                Outcome.FAILED,
                                "expected 402, was 200",
                                null,
                                List.of(),
                                new SourcePosition(".dokkimi/declined.yaml", 14, 11)),
                        new AssertionResult(
                                1,
                                -1,
                                "count",
                                "",
                                "eq",
                                "1",
                                "0",
                                Outcome.FAILED,
                                "no call to api.stripe.com/v1/charges",
                                null,
                                List.of("POST api.stripe.com/v1/refunds: the path differs"),
                                null)),
                new SourcePosition(".dokkimi/declined.yaml", 9, 7));
    }

    static ResultMessage stepFinished(String name, long millis, boolean passed) {
        StepResult step = passed
                ? new StepResult(0, "place the order", "httpRequest", Outcome.PASSED, null, 10, 25, List.of(), null)
                : failedStep();
        return new StepFinished(RUN, at(millis), id(name), 1, 0, step);
    }

    static ResultMessage tests(String name, long millis, Verdict verdict, String... notes) {
        TestResult test = new TestResult(
                0,
                "a customer pays",
                verdict == Verdict.PASSED ? Outcome.PASSED : Outcome.FAILED,
                null,
                31,
                verdict == Verdict.PASSED ? List.of() : List.of(failedStep()),
                null);
        return new TestsFinished(RUN, at(millis), id(name), 1, verdict, null, List.of(notes), List.of(test), 3);
    }

    static ResultMessage finished(String name, long millis, Verdict verdict, String reason) {
        return new InstanceFinished(RUN, at(millis), id(name), 1, verdict, reason);
    }

    /** Everything, in order. */
    static Stream<ResultMessage> all() {
        return Stream.of(
                accepted(),
                phase("happy", 100, 1, InstanceState.STARTING, "starting"),
                phase("declined", 120, 1, InstanceState.STARTING, "starting"),
                item("happy", 300, "order-service", ItemState.READY, "HTTP 200"),
                phase("happy", 400, 1, InstanceState.RUNNING, "running"),
                stepStarted("happy", 410),
                stepFinished("happy", 450, true),
                tests("happy", 460, Verdict.PASSED, "one call left the environment: GET example.com/"),
                finished("happy", 470, Verdict.PASSED, null),
                phase("declined", 500, 1, InstanceState.RUNNING, "running"),
                stepFinished("declined", 560, false),
                tests("declined", 570, Verdict.FAILED),
                finished("declined", 580, Verdict.FAILED, "step 'place the order': expected 402, was 200"),
                phase("broken", 600, 1, InstanceState.STARTING, "starting"),
                item("broken", 700, "order-service", ItemState.CRASHED, "exit code 7", "cannot open the port", "bye"),
                phase("broken", 800, 2, InstanceState.STARTING, "starting"),
                finished("broken", 900, Verdict.ERROR, "order-service ended with exit code 7"),
                new RunFinished(RUN, at(950), Verdict.ERROR, List.of()));
    }
}
