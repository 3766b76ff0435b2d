package dev.doppel.runner.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.instance.InstanceReady;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.contract.result.Verdict;
import dev.doppel.runner.world.KafkaWorld;
import dev.doppel.runner.world.RunnerTestResource;
import dev.doppel.runner.world.ScriptedMock.Answer;
import dev.doppel.runner.world.World;
import dev.doppel.testkit.packaged.Health;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The packaged service, jar or binary, with a real broker and a scripted mock-svc: instances in, verdicts out. */
@QuarkusIntegrationTest
@QuarkusTestResource(RunnerTestResource.class)
class RunnerIT {
    private static final String CHECKOUT = World.withSteps("""
            - name: order
              action: {type: httpRequest, method: POST, url: svc/v1/orders, body: {n: 1}}
              extract: {id: response.body.id}
              assertions:
                - match: {origin: svc, method: POST, url: api.stripe.com/v1/charges}
                  assertions: [{path: request.body.amount, operator: eq, value: 1998}]
                - match: {url: api.easypost.com}
                  count: {operator: eq, value: 0}
            """);

    @TestHTTPResource("/")
    URI base;

    @Test
    void becomesReady() throws Exception {
        Health.awaitUp(base, "ready");
        Health.awaitUp(base, "live");
    }

    @Test
    void anInstanceGetsTheVerdictThatItsExchangesDecide() throws Exception {
        Health.awaitUp(base, "ready");
        try (KafkaWorld world = new KafkaWorld()) {
            assertThat(verdict(world, 1998).verdict()).isEqualTo(Verdict.PASSED);
            TestsFinished failed = verdict(world, 1899);
            assertThat(failed.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(failed.tests().getFirst().steps().getFirst().assertions().toString())
                    .contains("1899");
        }
    }

    private static TestsFinished verdict(KafkaWorld world, int amount) throws Exception {
        AttemptId attempt = World.attempt("i-" + UUID.randomUUID());
        InstanceReady ready = world.prepare(attempt, CHECKOUT, List.of(), UnaryOperator.identity(), (mock, asked) -> {
            mock.call(
                    "svc",
                    "POST",
                    "https://api.stripe.com/v1/charges",
                    "application/json",
                    "{\"amount\":" + amount + "}",
                    200,
                    "{}");
            return Answer.json(200, "{\"id\":7}");
        });
        world.send(ready).get(20, TimeUnit.SECONDS);
        return world.finished(attempt).get(30, TimeUnit.SECONDS);
    }
}
