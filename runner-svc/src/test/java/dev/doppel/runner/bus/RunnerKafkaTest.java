package dev.doppel.runner.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.contract.event.Topic;
import dev.doppel.contract.evidence.InstanceWithdrawn;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.instance.InstanceReady;
import dev.doppel.contract.result.Heartbeat;
import dev.doppel.contract.result.InstanceClaimed;
import dev.doppel.contract.result.StepFinished;
import dev.doppel.contract.result.StepStarted;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.contract.result.Verdict;
import dev.doppel.runner.world.KafkaWorld;
import dev.doppel.runner.world.RunnerTestResource;
import dev.doppel.runner.world.ScriptedMock.Answer;
import dev.doppel.runner.world.World;
import dev.doppel.testkit.contract.PublishedRecords;
import dev.doppel.testkit.metrics.Scrape;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole service on a real broker, beside a scripted mock-svc. */
@QuarkusTest
@QuarkusTestResource(RunnerTestResource.class)
class RunnerKafkaTest {
    private static KafkaWorld world;

    @Inject
    Intake intake;

    @TestHTTPResource("/")
    URI base;

    @BeforeAll
    static void open() throws Exception {
        world = new KafkaWorld();
    }

    @AfterAll
    static void close() {
        world.close();
        PublishedRecords.fitTheContract(
                "/runner-svc/",
                "dev.doppel.instance.claimed",
                "dev.doppel.step.started",
                "dev.doppel.step.finished",
                "dev.doppel.tests.finished",
                "dev.doppel.barrier.request");
    }

    private static AttemptId attempt() {
        return World.attempt("i-" + UUID.randomUUID());
    }

    private static final String CHECKOUT = World.withSteps("""
            - name: order
              action: {type: httpRequest, method: POST, url: svc/v1/orders, body: {n: 1}}
              extract: {id: response.body.id}
              assertions:
                - match: {origin: svc, method: POST, url: api.stripe.com/v1/charges}
                  assertions: [{path: request.body.amount, operator: eq, value: 1998}]
                - match: {url: api.easypost.com}
                  count: {operator: eq, value: 0}
            - name: look
              action: {type: httpRequest, method: GET, url: 'svc/v1/orders/{{id}}'}
              assertions:
                - {path: $.response.status, operator: eq, value: 200}
            """);

    private static Answer checkout(dev.doppel.runner.world.ScriptedMock mock) {
        mock.call(
                "svc", "POST", "https://api.stripe.com/v1/charges", "application/json", "{\"amount\":1998}", 200, "{}");
        return Answer.json(200, "{\"id\":7}");
    }

    @Test
    void claimsRunsAndTellsTheVerdict() throws Exception {
        AttemptId attempt = attempt();
        InstanceReady ready = world.prepare(
                attempt,
                CHECKOUT,
                List.of(),
                UnaryOperator.identity(),
                (mock, asked) -> asked.method().equals("POST") ? checkout(mock) : Answer.json(200, "{}"));
        world.send(ready).get();
        TestsFinished finished = world.finished(attempt).get(30, TimeUnit.SECONDS);
        assertThat(finished.verdict()).as("" + finished).isEqualTo(Verdict.PASSED);
        List<?> mine = world.results().stream()
                .filter(result -> result.run().equals(ready.run()))
                .filter(result -> !(result instanceof Heartbeat))
                .map(Object::getClass)
                .toList();
        assertThat(mine)
                .isEqualTo(List.of(
                        InstanceClaimed.class,
                        StepStarted.class,
                        StepFinished.class,
                        StepStarted.class,
                        StepFinished.class,
                        TestsFinished.class));
        assertThat(world.mock(attempt).asked().get(1).uri()).isEqualTo("/v1/orders/7");
        String passed = "doppel_runner_attempts_total{verdict=\"passed\"}";
        Scrape scrape = Scrape.await(base, now -> now.value(passed) > 0);
        assertThat(scrape.own("runner")).isEqualTo(Scrape.documented(Path.of("../docs/operations.md"), "runner"));
        assertThat(scrape.value("doppel_runner_claims_total")).isPositive();
        assertThat(scrape.value(passed)).isPositive();
        assertThat(scrape.value("doppel_runner_verdict_lag_seconds_count")).isGreaterThanOrEqualTo(2);
    }

    /** Else another life of a killed runner-svc would run the attempt's tests a second time in the same environment. */
    @Test
    void nothingIsDoneBeforeTheBrokerKnowsThatTheAttemptIsTaken() throws Exception {
        for (int i = 0; i < 3; i++) {
            AttemptId attempt = attempt();
            CompletableFuture<Long> waiting = new CompletableFuture<>();
            InstanceReady ready =
                    world.prepare(attempt, CHECKOUT, List.of(), UnaryOperator.identity(), (mock, asked) -> {
                        if (!waiting.isDone()) {
                            waiting.complete(world.waiting(attempt));
                        }
                        return checkout(mock);
                    });
            world.send(ready).get();
            assertThat(waiting.get(30, TimeUnit.SECONDS)).isZero();
            world.finished(attempt).get(30, TimeUnit.SECONDS);
        }
    }

    /** The broker itself would take it: another replica may have begun the attempt by then. */
    @Test
    void whatCameBeforeTheGroupWasSharedOutAnewIsNotTaken() throws Exception {
        AttemptId attempt = attempt();
        world.send(world.prepare(
                        attempt, CHECKOUT, List.of(), UnaryOperator.identity(), (mock, asked) -> checkout(mock)))
                .get();
        world.finished(attempt).get(30, TimeUnit.SECONDS);
        TopicPartition partition =
                KafkaWorld.partition(Topic.INSTANCES, attempt.instance().value());

        assertThatThrownBy(() -> intake.commit(-7, Map.of(partition, new OffsetAndMetadata(1_000_000))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("shared out anew (-7");
        assertThat(world.waiting(attempt)).isZero();
    }

    @Test
    void aRepeatedInstanceRecordIsIgnored() throws Exception {
        AttemptId attempt = attempt();
        InstanceReady ready =
                world.prepare(attempt, CHECKOUT, List.of(), UnaryOperator.identity(), (mock, asked) -> checkout(mock));
        world.send(ready).get();
        world.send(ready).get();
        world.finished(attempt).get(30, TimeUnit.SECONDS);
        AttemptId other = attempt();
        world.send(ready).get();
        world.send(world.prepare(other, CHECKOUT, List.of(), UnaryOperator.identity(), (mock, asked) -> checkout(mock)))
                .get();
        world.finished(other).get(30, TimeUnit.SECONDS);
        assertThat(world.results().stream()
                        .filter(result -> result instanceof InstanceClaimed claimed
                                && claimed.instance().equals(attempt.instance())))
                .hasSize(1);
        assertThat(world.mock(attempt).asked()).hasSize(2);
    }

    @Test
    void D140_aWithdrawalEndsAWaitAtOnceAndHeartbeatsFlowUntilThen() throws Exception {
        AttemptId attempt = attempt();
        CountDownLatch called = new CountDownLatch(1);
        InstanceReady ready =
                world.prepare(attempt, World.withSteps("""
                        - action: {type: httpRequest, method: GET, url: svc/}
                        - action: {type: wait, durationMs: 60000}
                        - action: {type: httpRequest, method: GET, url: svc/}
                        """), List.of(), UnaryOperator.identity(), (mock, asked) -> {
                    called.countDown();
                    return Answer.json(200, "{}");
                });
        world.send(ready).get();
        assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (world.results().stream()
                        .noneMatch(r -> r instanceof Heartbeat && r.run().equals(ready.run()))
                && System.nanoTime() < deadline) {
            Thread.onSpinWait();
            Thread.yield();
        }
        world.send(new InstanceWithdrawn(
                        attempt, ready.run(), InstanceWithdrawn.Cause.CRASHED, "item svc ended with code 3"))
                .get();
        TestsFinished finished = world.finished(attempt).get(5, TimeUnit.SECONDS);
        assertThat(finished.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(finished.reason()).contains("item svc ended with code 3");
        assertThat(world.results())
                .anyMatch(r -> r instanceof Heartbeat && r.run().equals(ready.run()));
        assertThat(finished.tests().getFirst().steps())
                .extracting(step -> step.outcome().name())
                .containsExactly("PASSED", "FAILED", "SKIPPED");
    }

    @Test
    void anUnreadableRecordStopsNobody() throws Exception {
        AttemptId attempt = attempt();
        InstanceReady ready =
                world.prepare(attempt, CHECKOUT, List.of(), UnaryOperator.identity(), (mock, asked) -> checkout(mock));
        world.sendGarbage(Topic.INSTANCES, attempt.instance().value());
        world.sendGarbage(Topic.EXCHANGES, attempt.instance().value());
        world.send(ready).get();
        assertThat(world.finished(attempt).get(30, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void everyIncomingChannelSetsGroupBeginningAndFailureStrategy() {
        var config = ConfigProvider.getConfig();
        String prefix = "mp.messaging.incoming.runner-instances-in.";
        assertThat(config.getValue(prefix + "group.id", String.class)).isEqualTo("doppel-runner");
        assertThat(config.getValue(prefix + "auto.offset.reset", String.class)).isEqualTo("earliest");
        assertThat(config.getValue(prefix + "failure-strategy", String.class)).isEqualTo("ignore");
        assertThat(config.getValue(prefix + "commit-strategy", String.class)).isEqualTo("ignore");
    }
}
