package dev.doppel.runner.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.result.StepFinished;
import dev.doppel.runner.world.KafkaWorld;
import dev.doppel.runner.world.RunnerTestResource;
import dev.doppel.runner.world.ScriptedMock.Answer;
import dev.doppel.runner.world.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Verdict lag over real topics: from the moment the last exchange is handed to the producer to the moment its step is decided, for a block
 * without an upper bound. Run with {@code -Ddoppel.bench=true -Dtest=VerdictLagBench}; the figure goes to docs/performance.md.
 */
@QuarkusTest
@QuarkusTestResource(RunnerTestResource.class)
@EnabledIfSystemProperty(named = "doppel.bench", matches = "true")
class VerdictLagBench {
    private static final int STEPS = 200;

    @Test
    void lastExchangeCompleteToAssertionDecided() throws Exception {
        StringBuilder steps = new StringBuilder();
        for (int i = 0; i < STEPS; i++) {
            steps.append("""
                    - action: {type: httpRequest, method: GET, url: svc/}
                      assertions:
                        - match: {path: $.traffic, where: [{path: $$.to, operator: eq, value: api.stripe.com}]}
                          assertions: [{path: $.match.response.status, operator: eq, value: 200}]
                    """);
        }
        List<Instant> complete = new ArrayList<>();
        UnaryOperator<Consumer<Message>> watch = to -> message -> {
            if (message instanceof Exchange exchange && exchange.target().equals("api.stripe.com")) {
                synchronized (complete) {
                    complete.add(Instant.now());
                }
            }
            to.accept(message);
        };
        try (KafkaWorld world = new KafkaWorld()) {
            long[] micros = new long[0];
            for (int round = 0; round < 3; round++) {
                complete.clear();
                AttemptId attempt = World.attempt("lag-" + UUID.randomUUID());
                var ready =
                        world.prepare(attempt, World.withSteps(steps.toString()), List.of(), watch, (mock, asked) -> {
                            // after the response, so that the step waits for nothing but this record
                            mock.later(
                                    20,
                                    () -> mock.call("svc", "POST", "https://api.stripe.com/x", null, "", 200, "{}"));
                            return Answer.json(200, "{}");
                        });
                world.send(ready).get();
                world.finished(attempt).get(120, TimeUnit.SECONDS);
                List<Instant> decided = world.results().stream()
                        .filter(result ->
                                result instanceof StepFinished && result.run().equals(ready.run()))
                        .map(result -> result.at())
                        .toList();
                assertThat(decided).hasSize(STEPS);
                micros = new long[STEPS];
                for (int i = 0; i < STEPS; i++) {
                    micros[i] =
                            Duration.between(complete.get(i), decided.get(i)).toNanos() / 1000;
                }
                Arrays.sort(micros);
                System.out.printf(
                        "verdict lag, round %d: p50 %d us, p90 %d us, p99 %d us, max %d us%n",
                        round, micros[STEPS / 2], micros[STEPS * 9 / 10], micros[STEPS * 99 / 100], micros[STEPS - 1]);
            }
        }
    }
}
