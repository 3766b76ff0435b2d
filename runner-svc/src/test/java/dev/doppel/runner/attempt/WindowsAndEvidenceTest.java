package dev.doppel.runner.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.result.Verdict;
import dev.doppel.runner.world.ScriptedMock;
import dev.doppel.runner.world.ScriptedMock.Answer;
import dev.doppel.runner.world.World;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a step sees, and what becomes of it when evidence comes late, in masses or not at all. */
class WindowsAndEvidenceTest {
    private static final ScriptedMock.Script OK = (world, asked) -> Answer.json(200, "{\"n\": 5, \"name\": \"Ann\"}");

    /** A service that calls stripe once before it answers. */
    private static final ScriptedMock.Script CALLS = (world, asked) -> {
        world.call("svc", "POST", "https://api.stripe.com/v1/charges", "application/json", "{\"a\":1}", 200, "{}");
        return Answer.json(200, "{}");
    };

    private static World.Result steps(String steps, ScriptedMock.Script script) {
        return World.run(World.withSteps(steps), script);
    }

    private static void is(World.Result result, Verdict verdict) {
        assertThat(result.finished().verdict()).as(result.why()).isEqualTo(verdict);
    }

    @Test
    void D171_trafficIsOfTheStepAllTrafficOfTheTest() {
        is(steps("""
                - action: {type: httpRequest, method: GET, url: svc/}
                  assertions:
                    - match: {path: $.traffic, count: 1, where: [{path: $$.to, operator: eq, value: api.stripe.com}]}
                - action: {type: httpRequest, method: GET, url: svc/}
                  assertions:
                    - match: {path: $.traffic, count: 1, where: [{path: $$.to, operator: eq, value: api.stripe.com}]}
                    - match: {path: $.allTraffic, count: 2, where: [{path: $$.to, operator: eq, value: api.stripe.com}]}
                """, CALLS), Verdict.PASSED);
    }

    @Test
    void D172_aWaitSeesTheTrafficOfTheStepBefore() {
        is(
                steps("""
                - action: {type: httpRequest, method: GET, url: svc/}
                - action: {type: wait, durationMs: 150}
                  assertions:
                    - match: {url: api.stripe.com}
                      count: 2
                """, (world, asked) -> {
                    Answer answer = CALLS.answer(world, asked);
                    world.later(
                            80,
                            () -> world.call("svc", "POST", "https://api.stripe.com/v1/charges", null, "", 200, "{}"));
                    return answer;
                }),
                Verdict.PASSED);
    }

    @Test
    void D173_aSecondCallWithinTheQuietTimeFailsCountOne() {
        World.Result result = steps("""
                - action: {type: httpRequest, method: GET, url: svc/}
                  x-settle: {quietMs: 400, maxMs: 2000}
                  assertions:
                    - match: {path: $.traffic, count: 1, where: [{path: $$.to, operator: eq, value: api.stripe.com}]}
                """, (world, asked) -> {
            Answer answer = CALLS.answer(world, asked);
            world.later(150, () -> world.call("svc", "POST", "https://api.stripe.com/v1/charges", null, "", 200, "{}"));
            return answer;
        });
        is(result, Verdict.FAILED);
        assertThat(result.failed().getFirst().actual()).isEqualTo("2");
    }

    private static World.Result losing(
            String assertions, java.util.function.Predicate<dev.doppel.contract.event.Message> lost) {
        StringBuilder steps =
                new StringBuilder("- action: {type: httpRequest, method: GET, url: svc/}\n  assertions:\n");
        assertions.lines().forEach(line -> steps.append("    ").append(line).append('\n'));
        return World.run(
                World.withSteps(steps.toString()),
                List.of(),
                Duration.ofMillis(400),
                log -> message -> {
                    if (!lost.test(message)) {
                        log.accept(message);
                    }
                },
                CALLS);
    }

    private static boolean stripe(dev.doppel.contract.event.Message message) {
        return message instanceof dev.doppel.contract.exchange.Exchange exchange
                && exchange.target().equals("api.stripe.com");
    }

    @Test
    void lostEvidenceIsInconclusiveUnlessAFailureIsDecided() {
        String zero = "- match: {url: api.stripe.com}\n  count: 0\n";
        World.Result zeroCalls = losing(zero, WindowsAndEvidenceTest::stripe);
        is(zeroCalls, Verdict.INCONCLUSIVE);
        assertThat(zeroCalls.finished().reason()).contains("record 1 of");
        is(losing("- match: {url: api.stripe.com}\n", WindowsAndEvidenceTest::stripe), Verdict.INCONCLUSIVE);
        is(
                losing(zero + "- {path: response.status, operator: eq, value: 404}\n", WindowsAndEvidenceTest::stripe),
                Verdict.FAILED);
        is(
                losing(
                        "- match: {url: api.easypost.com}\n  count: 0\n",
                        message -> message instanceof dev.doppel.contract.exchange.BarrierAnswer),
                Verdict.INCONCLUSIVE);
        // a pass that rests on nothing absent needs nothing that was lost
        is(
                losing(
                        "- match: {path: $.traffic, where: [{path: $$.to, operator: eq, value: api.stripe.com}]}\n",
                        message -> message instanceof dev.doppel.contract.exchange.BarrierAnswer),
                Verdict.PASSED);
    }

    @Test
    void droppedRecordsAreInconclusive() {
        World.Result result = steps("""
                - action: {type: httpRequest, method: GET, url: svc/}
                  assertions:
                    - match: {url: api.stripe.com}
                      count: 0
                """, (world, asked) -> {
            world.drop();
            return Answer.json(200, "{}");
        });
        is(result, Verdict.INCONCLUSIVE);
        assertThat(result.finished().reason()).contains("given up");
    }

    @Test
    void aCallInFlightAtTheLatestTimeCounts() {
        ScriptedMock.Script hanging = (world, asked) -> {
            world.arrive("svc", "POST", URI.create("https://api.stripe.com/v1/charges"), "", Map.of());
            return Answer.json(200, "{}");
        };
        is(steps("""
                - action: {type: httpRequest, method: GET, url: svc/}
                  assertions:
                    - match: {url: api.stripe.com}
                      count: 0
                """, hanging), Verdict.FAILED);
        World.Result one = steps("""
                - action: {type: httpRequest, method: GET, url: svc/}
                  assertions:
                    - match: {path: $.traffic, count: 1, where: [{path: $$.to, operator: eq, value: api.stripe.com}]}
                      assertions:
                        - {path: $.match.error, operator: eq, value: in flight}
                        - {path: $.match.response, operator: notExists}
                """, hanging);
        is(one, Verdict.PASSED);
        assertThat(one.finished().notes()).anyMatch(note -> note.contains("in flight"));
    }

    @Test
    void settleZeroStillNeedsABarrier() {
        World.Result result = steps("""
                - action: {type: httpRequest, method: GET, url: svc/}
                  x-settle: {quietMs: 0, maxMs: 0}
                  assertions:
                    - match: {url: api.easypost.com}
                      count: 0
                """, CALLS);
        is(result, Verdict.PASSED);
        assertThat(result.requests()).hasSize(1);
    }

    @Test
    void consoleLinesOfTheStepAreCounted() {
        ScriptedMock.Script writes = (world, asked) -> {
            world.line("svc", "ERROR", "Payment declined");
            world.line("svc", "INFO", "fine");
            return Answer.json(200, "{}");
        };
        is(steps("""
                - action: {type: httpRequest, method: GET, url: svc/}
                - action: {type: httpRequest, method: GET, url: svc/}
                  assertions:
                    - service: svc
                      consoleAssertions:
                        - {level: ERROR, message: {operator: contains, value: declined}, count: {operator: eq, value: 1}}
                        - {message: {operator: eq, value: nothing}, count: {operator: eq, value: 0}}
                    - match: {path: $.consoleLogs, count: 2, where: [{path: $$.service, operator: eq, value: svc}]}
                    - match: {path: $.allConsoleLogs, count: 4}
                """, writes), Verdict.PASSED);
        World.Result result = steps("""
                - action: {type: httpRequest, method: GET, url: svc/}
                  assertions:
                    - service: svc
                      consoleAssertions: [{level: ERROR, count: {operator: eq, value: 0}}]
                """, writes);
        is(result, Verdict.FAILED);
    }

    @Test
    void bootTrafficAndTimelineAreThere() {
        is(steps("""
                - action: {type: httpRequest, method: GET, url: svc/}
                  assertions:
                    - match: {path: $.bootTraffic, count: 0}
                    - match: {path: $.timeline, count: 4}
                    - match: {path: $.traffic, where: [{path: $$.requestTimelineIndex, operator: eq, value: 0}]}
                      assertions: [{path: $.match.origin, operator: notExists}]
                """, CALLS), Verdict.PASSED);
    }

    @Test
    void variablesOfAnUndecidedBlockAreNotUsedEarly() {
        // the second block's value comes from the first, whose match arrives late
        is(
                steps("""
                - action: {type: httpRequest, method: GET, url: svc/}
                  assertions:
                    - match: {path: $.traffic, as: charges, where: [{path: $$.to, operator: eq, value: api.stripe.com}]}
                      extract: {amount: $.match.request.body.amount}
                    - {count: '$.variables.charges', operator: eq, value: 1}
                    - {path: '{{amount}}', operator: eq, value: 7}
                """, (world, asked) -> {
                    world.later(
                            200,
                            () -> world.call(
                                    "svc",
                                    "POST",
                                    "https://api.stripe.com/v1/charges",
                                    "application/json",
                                    "{\"amount\":7}",
                                    200,
                                    "{}"));
                    return Answer.json(200, "{}");
                }),
                Verdict.PASSED);
    }

    @Test
    void aFloodOfCallsIsCountedAndNamed() {
        long begun = System.nanoTime();
        World.Result result = steps("""
                - action: {type: httpRequest, method: GET, url: svc/, timeout: 60000}
                  x-settle: {quietMs: 50, maxMs: 20000}
                  assertions:
                    - match: {url: api.stripe.com}
                      count: 20000
                    - match: {url: api.easypost.com}
                      count: 0
                """, (world, asked) -> {
            for (int i = 0; i < 10_000; i++) {
                world.call("svc", "POST", "https://api.stripe.com/v1/charges", null, "", 200, "{}");
            }
            world.later(1, () -> {
                for (int i = 0; i < 10_000; i++) {
                    world.call("svc", "POST", "https://api.stripe.com/v1/charges", null, "", 200, "{}");
                }
            });
            return Answer.json(200, "{}");
        });
        is(result, Verdict.PASSED);
        assertThat(result.finished().notes()).anyMatch(note -> note.contains("endless call loop"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(40));
        System.out.printf("flood of 20000 calls: %d ms%n", (System.nanoTime() - begun) / 1_000_000);
    }

    @Test
    void aBodyThatIsNowhereIsLostEvidence() {
        World.Result result = World.run(
                World.withSteps("""
                        - action: {type: httpRequest, method: GET, url: svc/}
                          assertions:
                            - match: {url: api.stripe.com}
                              assertions: [{path: request.body.a, operator: eq, value: 1}]
                        """),
                List.of(),
                Duration.ofMillis(400),
                log -> message -> log.accept(
                        message instanceof dev.doppel.contract.exchange.Exchange e
                                        && e.target().equals("api.stripe.com")
                                ? withoutBody(e)
                                : message),
                CALLS);
        is(result, Verdict.INCONCLUSIVE);
    }

    private static dev.doppel.contract.exchange.Exchange withoutBody(dev.doppel.contract.exchange.Exchange e) {
        var request = e.request();
        var body = new dev.doppel.contract.exchange.CapturedBody(
                9, false, null, null, new dev.doppel.contract.blob.BlobRef("0".repeat(64), 9, 1));
        return new dev.doppel.contract.exchange.Exchange(
                e.attempt(),
                e.recordNumber(),
                e.arrivalNumber(),
                e.id(),
                e.state(),
                e.origin(),
                e.target(),
                e.internal(),
                new dev.doppel.contract.exchange.CapturedRequest(
                        request.method(),
                        request.scheme(),
                        request.host(),
                        request.port(),
                        request.path(),
                        request.query(),
                        request.httpVersion(),
                        request.headers(),
                        body),
                e.response(),
                e.receivedAt(),
                e.durationMicros(),
                e.answeredBy(),
                e.answerer(),
                e.delivered(),
                e.error(),
                e.stepRequestId(),
                e.tiedWith(),
                e.nearMisses());
    }
}
