package dev.doppel.runner.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.evidence.InstanceWithdrawn;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.StepResult;
import dev.doppel.contract.result.Verdict;
import dev.doppel.runner.world.ScriptedMock;
import dev.doppel.runner.world.ScriptedMock.Answer;
import dev.doppel.runner.world.World;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole attempts: order, skipping, limits, windows, verdicts. */
class AttemptTest {
    private static final ScriptedMock.Script OK = (world, asked) -> Answer.json(200, "{\"n\": 5, \"name\": \"Ann\"}");

    /** A service that calls stripe once before it answers. */
    private static final ScriptedMock.Script CALLS = (world, asked) -> {
        world.call("svc", "POST", "https://api.stripe.com/v1/charges", "application/json", "{\"a\":1}", 200, "{}");
        return Answer.json(200, "{}");
    };

    private static World.Result tests(String tests, ScriptedMock.Script script) {
        return World.run("name: d\n" + World.QUICK + "items:\n" + World.SVC + "tests:\n" + tests, script);
    }

    private static World.Result steps(String steps, ScriptedMock.Script script) {
        return World.run(World.withSteps(steps), script);
    }

    private static void is(World.Result result, Verdict verdict) {
        assertThat(result.finished().verdict()).as(result.why()).isEqualTo(verdict);
    }

    private static List<String> outcomes(World.Result result, int test) {
        return result.finished().tests().get(test).steps().stream()
                .map(StepResult::outcome)
                .map(Outcome::name)
                .toList();
    }

    @Test
    void D178_withoutTestsItPassesWithANote() {
        World.Result result = World.run("name: d\nitems:\n" + World.SVC, OK);
        is(result, Verdict.PASSED);
        assertThat(result.finished().notes()).anyMatch(note -> note.contains("environment only"));
    }

    @Test
    void D179_D180_aFailedStepSkipsItsTestOnly() {
        World.Result result = tests("""
                  - name: one
                    steps:
                      - name: bad
                        action: {type: httpRequest, method: GET, url: svc/}
                        assertions: [{path: response.status, operator: eq, value: 201}]
                      - action: {type: httpRequest, method: GET, url: svc/}
                  - name: two
                    stopOnFailure: false
                    steps:
                      - action: {type: httpRequest, method: GET, url: svc/}
                        assertions: [{path: response.status, operator: eq, value: 201}]
                      - action: {type: httpRequest, method: GET, url: svc/}
                  - name: three
                    steps:
                      - action: {type: httpRequest, method: GET, url: svc/}
                """, OK);
        is(result, Verdict.FAILED);
        assertThat(outcomes(result, 0)).containsExactly("FAILED", "SKIPPED");
        assertThat(result.step(0, 1).error()).contains("bad");
        assertThat(outcomes(result, 1)).containsExactly("FAILED", "PASSED");
        assertThat(outcomes(result, 2)).containsExactly("PASSED");
        assertThat(result.finished().reason()).contains("one").contains("bad").contains("201");
    }

    @Test
    void D147_anUnknownVariableFailsTheStepAndIsNamed() {
        World.Result result = steps("- action: {type: httpRequest, method: GET, url: 'svc/{{nope}}'}\n", OK);
        is(result, Verdict.FAILED);
        assertThat(result.step(0, 0).error()).contains("nope");
        result = steps("""
                - action: {type: httpRequest, method: GET, url: svc/}
                  assertions: [{path: response.body.n, operator: eq, value: '{{nope}}'}]
                """, OK);
        is(result, Verdict.FAILED);
        assertThat(result.failed().getFirst().error()).contains("nope");
    }

    @Test
    void D148_earlierValuesAreSeenOnlyWhenNothingCloserHasTheName() {
        World.Result result = tests("""
                  - name: one
                    steps:
                      - action: {type: httpRequest, method: GET, url: svc/}
                        extract: {a: response.body.n, b: response.body.n}
                  - name: two
                    variables: {b: 9}
                    steps:
                      - action: {type: httpRequest, method: GET, url: svc/}
                        assertions:
                          - {path: '{{a}}', operator: eq, value: 5}
                          - {path: '{{b}}', operator: eq, value: 9}
                """, OK);
        is(result, Verdict.PASSED);
        assertThat(result.finished().notes()).anyMatch(note -> note.contains("{{a}}"));
    }

    @Test
    void D149_D150_extraction() {
        World.Result result = steps("""
                - action: {type: httpRequest, method: GET, url: svc/}
                  extract: {x: response.body.missing}
                """, OK);
        is(result, Verdict.FAILED);
        assertThat(result.step(0, 0).error()).contains("x").contains("missing");
        is(steps("""
                - action: {type: httpRequest, method: GET, url: svc/}
                  extract: {x: {path: $.response.body.name, pattern: 'A(n+)'}}
                  assertions: [{path: '{{x}}', operator: eq, value: nn}]
                """, OK), Verdict.PASSED);
        is(steps("""
                - action: {type: httpRequest, method: GET, url: svc/}
                  extract: {x: {path: $.response.body.name, pattern: 'B(n+)'}}
                """, OK), Verdict.FAILED);
    }

    @Test
    void D146_aWholeExpressionKeepsItsType() {
        World.Result result = tests("""
                  - name: t
                    variables: {o: {k: [1, true]}}
                    steps:
                      - action: {type: httpRequest, method: POST, url: svc/, body: {v: '{{o.k}}', w: 'x{{o.k[0]}}'}}
                """, OK);
        is(result, Verdict.PASSED);
        assertThat(result.asked().getFirst().body()).isEqualTo("{\"v\":[1,true],\"w\":\"x1\"}");
    }

    @Test
    void D174_aDisabledAssertionHasNoEffect() {
        World.Result result = steps("""
                - action: {type: httpRequest, method: GET, url: svc/}
                  assertions: [{path: response.status, operator: eq, value: 999, disabled: true}]
                """, OK);
        is(result, Verdict.PASSED);
        assertThat(result.step(0, 0).assertions())
                .singleElement()
                .extracting(AssertionResult::outcome)
                .isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void aDefinitionMayStopAtItsFirstFailure() {
        World.Result result =
                World.run("name: d\nconfig: {x-stopDefinitionOnFailure: true}\nitems:\n" + World.SVC + """
                tests:
                  - name: one
                    steps:
                      - action: {type: httpRequest, method: GET, url: svc/}
                        assertions: [{path: response.status, operator: eq, value: 201}]
                  - name: two
                    steps:
                      - action: {type: httpRequest, method: GET, url: svc/}
                """, OK);
        is(result, Verdict.FAILED);
        assertThat(outcomes(result, 1)).containsExactly("SKIPPED");
        assertThat(result.asked()).hasSize(1);
    }

    @Test
    void D081_aGroupOfStepsRunsAtOnce() {
        World.Result result = tests("""
                  - name: t
                    steps:
                      - - action: {type: httpRequest, method: GET, url: svc/a}
                          assertions: [{path: response.status, operator: eq, value: 200}]
                        - action: {type: httpRequest, method: GET, url: svc/b}
                      - - action: {type: httpRequest, method: GET, url: svc/c}
                """, OK);
        is(result, Verdict.PASSED);
        assertThat(outcomes(result, 0)).containsExactly("PASSED", "PASSED", "PASSED");
        assertThat(result.asked().getLast().uri()).isEqualTo("/c");
    }

    @Test
    void aTestOverItsTimeFailsAndLaterTestsRun() {
        World.Result result = tests("""
                  - name: slow
                    timeoutSeconds: 1
                    steps:
                      - action: {type: wait, durationMs: 5000}
                      - action: {type: httpRequest, method: GET, url: svc/}
                  - name: next
                    steps:
                      - action: {type: httpRequest, method: GET, url: svc/}
                """, OK);
        is(result, Verdict.FAILED);
        assertThat(result.finished().tests().getFirst().error()).contains("test time-out after 1 s");
        assertThat(outcomes(result, 0).getLast()).isEqualTo("SKIPPED");
        assertThat(outcomes(result, 1)).containsExactly("PASSED");
    }

    @Test
    void theLimitOfAllTestsFailsTheRun() {
        World.Result result = World.run("name: d\nconfig: {timeoutSeconds: 1}\nitems:\n" + World.SVC + """
                tests:
                  - name: slow
                    steps:
                      - {name: long, action: {type: wait, durationMs: 5000}}
                      - action: {type: httpRequest, method: GET, url: svc/}
                  - name: next
                    steps:
                      - action: {type: httpRequest, method: GET, url: svc/}
                """, OK);
        is(result, Verdict.FAILED);
        assertThat(result.finished().reason())
                .contains("execution time-out after 1 s")
                .contains("slow")
                .contains("long");
        assertThat(outcomes(result, 1)).containsExactly("SKIPPED");
    }

    private static World.Result withdrawn(InstanceWithdrawn.Cause cause, String before) {
        return World.run(
                World.withSteps(before + """
                        - action: {type: httpRequest, method: GET, url: svc/crash}
                        - action: {type: wait, durationMs: 30000}
                        """),
                List.of(),
                Duration.ofSeconds(3),
                log -> message -> {
                    log.accept(message);
                    if (message instanceof dev.doppel.contract.exchange.Exchange exchange
                            && exchange.request().path().equals("/crash")) {
                        log.accept(new InstanceWithdrawn(
                                exchange.attempt(), new RunId("run-1"), cause, "item svc ended with code 3"));
                    }
                },
                OK);
    }

    @Test
    void D177_aWithdrawalEndsEverythingWithItsCause() {
        World.Result crashed = withdrawn(InstanceWithdrawn.Cause.CRASHED, "");
        is(crashed, Verdict.FAILED);
        assertThat(crashed.finished().reason())
                .contains("item svc ended with code 3")
                .contains("step 'Step");
        is(withdrawn(InstanceWithdrawn.Cause.TIMED_OUT, ""), Verdict.FAILED);
        is(withdrawn(InstanceWithdrawn.Cause.CANCELLED, ""), Verdict.CANCELLED);
        assertThat(withdrawn(InstanceWithdrawn.Cause.LOST, "").finished()).isNull();
    }

    @Test
    void aLostEnvironmentKeepsAFailureThatWasDecided() {
        World.Result result = withdrawn(InstanceWithdrawn.Cause.LOST, """
                - action: {type: httpRequest, method: GET, url: svc/}
                  stopOnFailure: false
                  assertions: [{path: response.status, operator: eq, value: 201}]
                """);
        is(result, Verdict.FAILED);
        assertThat(result.finished().reason()).contains("201");
    }
}
