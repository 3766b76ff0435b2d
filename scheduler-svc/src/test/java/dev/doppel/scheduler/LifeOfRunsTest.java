package dev.doppel.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.evidence.ConsoleBarrierAnswer;
import dev.doppel.contract.evidence.ConsoleLines;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.instance.InstanceReady;
import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.contract.result.Heartbeat;
import dev.doppel.contract.result.InstanceClaimed;
import dev.doppel.contract.result.InstanceFinished;
import dev.doppel.contract.result.InstanceStateChanged;
import dev.doppel.contract.result.ItemState;
import dev.doppel.contract.result.ItemStateChanged;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.RunFinished;
import dev.doppel.contract.result.StepStarted;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.contract.result.Verdict;
import dev.doppel.scheduler.world.Client;
import dev.doppel.scheduler.world.FakeProvider;
import dev.doppel.scheduler.world.Log;
import dev.doppel.scheduler.world.SchedulerTestResource;
import dev.doppel.scheduler.world.World;
import dev.doppel.testkit.contract.PublishedRecords;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong in the life of an instance, and what a user reads about it. */
@QuarkusTest
@QuarkusTestResource(SchedulerTestResource.class)
class LifeOfRunsTest {
    private final Log log = World.get().log();

    @TestHTTPResource
    URI base;

    @Inject
    FakeProvider provider;

    private Client client;

    @BeforeEach
    void connect() {
        client = new Client(base);
    }

    @AfterEach
    void hearAgain() {
        World.get().interception().deaf(false);
    }

    @AfterAll
    static void whatItSaidFitsTheContract() {
        PublishedRecords.fitTheContract(
                "/scheduler-svc/",
                "dev.doppel.environment.state",
                "dev.doppel.instance.ready",
                "dev.doppel.run.accepted",
                "dev.doppel.instance.state",
                "dev.doppel.item.state",
                "dev.doppel.instance.finished",
                "dev.doppel.run.finished",
                "dev.doppel.tests.finished",
                "dev.doppel.console.lines",
                "dev.doppel.console.barrier",
                "dev.doppel.instance.withdrawn");
    }

    private RunFinished finished(Client.Answer answer) {
        return log.await(RunFinished.class, r -> r.run().equals(answer.run()));
    }

    private InstanceFinished verdict(Client.Answer answer) {
        finished(answer);
        InstanceId instance = answer.instance(0);
        List<InstanceFinished> verdicts =
                log.all(InstanceFinished.class, f -> f.instance().equals(instance));
        assertThat(verdicts).as("decided once").hasSize(1);
        assertThat(provider.exists(instance)).as("nothing is left").isFalse();
        if (!log.all(EnvironmentState.class, s -> s.attempt().instance().equals(instance))
                .isEmpty()) {
            log.awaitTombstone(instance.value());
        }
        return verdicts.getFirst();
    }

    @Test
    void D175_anImageThatCannotBeHadIsAnErrorBeforeAnythingStarts() {
        Client.Answer answer = client.submit(Client.definition("no image", "api", "uncheckable"));
        InstanceFinished finished = verdict(answer);
        assertThat(finished.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(finished.reason()).contains("item api", "shop/api:1", "cannot be had");
        assertThat(provider.calls(answer.instance(0))).noneMatch(c -> c.startsWith("create") || c.startsWith("start"));
        TestsFinished tests = log.await(TestsFinished.class, t -> t.instance().equals(answer.instance(0)));
        assertThat(tests.tests()).hasSize(1);
        assertThat(tests.tests().getFirst().outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(tests.tests().getFirst().position().file()).isEqualTo(".dokkimi/d0.yaml");
    }

    @Test
    void D175_aServiceThatCannotBeStartedIsAnErrorNamingIt() {
        InstanceFinished finished = verdict(client.submit(Client.definition("refused", "api", "refuse")));
        assertThat(finished.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(finished.reason()).contains("item api", "command not found");
    }

    @Test
    void D175_aServiceThatExitsAtOnceIsAnErrorWithExitCodeAndLastLines() {
        Client.Answer answer = client.submit(Client.definition("crash", "api", "crash"));
        InstanceFinished finished = verdict(answer);
        assertThat(finished.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(finished.reason()).contains("item api", "exit code 3", "cannot read configuration");
        ItemStateChanged crashed = log.await(
                ItemStateChanged.class, i -> i.instance().equals(answer.instance(0)) && i.state() == ItemState.CRASHED);
        assertThat(crashed.lastLines()).containsExactly("starting", "cannot read configuration");
    }

    @Test
    void D176_aProbeThatNeverPassesNamesItemProbeAndLastResult() {
        Client.Answer answer =
                client.submit(Client.definition("never ready", "sick-api", "") + "config: {timeoutSeconds: 2}\n");
        InstanceFinished finished = verdict(answer);
        assertThat(finished.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(finished.reason())
                .contains("2 s", "sick-api", "stage 0", "GET /health on port 8080", "503 from GET /health");
        ItemStateChanged lines = log.await(
                ItemStateChanged.class,
                i -> i.instance().equals(answer.instance(0)) && !i.lastLines().isEmpty());
        assertThat(lines.lastLines()).containsExactly("[INFO] sick-api started");
    }

    @Test
    void D177_aCrashDuringTestsFailsNamingItemExitCodeAndStep() {
        Client.Answer answer = client.submit(Client.definition("linger crash"));
        log.await(StepStarted.class, s -> s.instance().equals(answer.instance(0)));
        log.await(Heartbeat.class, b -> b.instance().equals(answer.instance(0)), 3);
        provider.crash(answer.instance(0), 1, "api", 139);

        InstanceFinished finished = verdict(answer);
        assertThat(finished.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(finished.reason())
                .contains("item api", "exit code 139", "step 'place an order' of test 'checkout'", "boom");
        assertThat(finished.attempt()).as("never retried").isEqualTo(1);
    }

    @Test
    void D178_aDefinitionWithoutTestsIsHandedToARunnerOnceHealthy() {
        String text = Client.definition("only up");
        Client.Answer answer = client.submit(text.substring(0, text.indexOf("tests:")));
        assertThat(finished(answer).verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void D097_stageOneStartsAfterStageZeroIsReady() {
        String text = """
                name: stages
                items:
                  - {type: SERVICE, name: web, stage: 1, image: web, port: 80, healthCheck: tcp}
                  - {type: WORKER, name: jobs, image: jobs}
                  - {type: SERVICE, name: api, image: api, port: 8080, healthCheck: /health}
                tests: []
                """;
        Client.Answer answer = client.submit(text);
        assertThat(finished(answer).verdict()).isEqualTo(Verdict.PASSED);
        assertThat(provider.calls(answer.instance(0)))
                .filteredOn(c -> c.startsWith("start"))
                .extracting(c -> c.substring(c.lastIndexOf(' ') + 1))
                .containsExactly("jobs", "api", "web");
        List<String> order = log.all(ItemStateChanged.class, i -> i.instance().equals(answer.instance(0))).stream()
                .map(i -> i.item() + " " + i.state())
                .toList();
        assertThat(order.indexOf("api READY")).isLessThan(order.indexOf("web STARTING"));
    }

    @Test
    void aFailingTestMakesTheRunFail() {
        Client.Answer answer = client.submit(Client.definition("fail"), Client.definition("pass"));
        RunFinished finished = finished(answer);
        assertThat(finished.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(finished.instances()).containsExactly("fail: FAILED", "pass: PASSED");
        assertThat(client.get("/api/v1/runs/" + answer.run())
                        .body()
                        .get("state")
                        .asText())
                .isEqualTo("FAILED");
    }

    @Test
    void aLostRunnerMeansAFreshEnvironment() {
        Client.Answer answer = client.submit(Client.definition("silent"));
        InstanceFinished finished = verdict(answer);
        assertThat(finished.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(finished.attempt()).isEqualTo(2);
        assertThat(provider.calls(answer.instance(0)))
                .containsSubsequence(
                        "create " + answer.instance(0) + " 1",
                        "remove " + answer.instance(0) + " 1",
                        "create " + answer.instance(0) + " 2");
        InstanceStateChanged again = log.await(
                InstanceStateChanged.class,
                s -> s.instance().equals(answer.instance(0)) && s.phase().equals("queued") && s.attempt() == 1);
        assertThat(again.reason()).contains("runner-0").contains("silent");
        List<EnvironmentState> states =
                log.all(EnvironmentState.class, s -> s.attempt().instance().equals(answer.instance(0)));
        assertThat(states).extracting(EnvironmentState::version).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aLostRunnerAfterAFailedStepIsAFailure() {
        InstanceFinished finished = verdict(client.submit(Client.definition("failthenlost")));
        assertThat(finished.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(finished.attempt()).isEqualTo(1);
    }

    @Test
    void nobodyClaimingIsAnErrorAfterAllAttempts() {
        InstanceFinished finished = verdict(client.submit(Client.definition("unclaimed")));
        assertThat(finished.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(finished.attempt()).isEqualTo(3);
        assertThat(finished.reason()).contains("no runner-svc replica claimed");
    }

    @Test
    void aMockReplicaThatRestartsMeansANewAttempt() {
        Client.Answer answer = client.submit(Client.definition("linger mock"));
        log.await(InstanceClaimed.class, c -> c.instance().equals(answer.instance(0)));
        World.get().interception().restart();
        log.await(
                InstanceReady.class,
                r -> r.attempt().instance().equals(answer.instance(0))
                        && r.attempt().number() == 2);
        client.delete(answer.run());
        assertThat(verdict(answer).verdict()).isEqualTo(Verdict.CANCELLED);
    }

    @Test
    void aRunIsCancelledWhereverItIs() {
        Client.Answer running = client.submit(Client.definition("linger cancel"));
        log.await(InstanceClaimed.class, c -> c.instance().equals(running.instance(0)));
        Client.Answer starting = client.submit(Client.definition("hanging", "api", "hang"));
        phase(starting, "starting");
        World.get().interception().deaf(true);
        Client.Answer preparing = client.submit(Client.definition("unconfirmed"));
        phase(preparing, "preparing");
        Client.Answer queued = client.submit(Client.definition("waiting"));

        for (Client.Answer answer : List.of(queued, running, starting, preparing)) {
            assertThat(client.delete(answer.run()).status()).isEqualTo(202);
        }
        World.get().interception().deaf(false);
        for (Client.Answer answer : List.of(running, starting, preparing, queued)) {
            assertThat(finished(answer).verdict()).isEqualTo(Verdict.CANCELLED);
            assertThat(provider.exists(answer.instance(0))).isFalse();
            Client.Answer now = client.get("/api/v1/runs/" + answer.run());
            assertThat(now.body().get("state").asText()).isEqualTo("CANCELLED");
            assertThat(now.body().get("instances")).as("nothing is erased").hasSize(1);
        }
        assertThat(log.all(InstanceStateChanged.class, s -> s.instance().equals(queued.instance(0))))
                .extracting(InstanceStateChanged::phase)
                .containsExactly("queued", "gone");
    }

    @Test
    void aRunEndsWhenItsTimeIsUp() {
        Client.Answer answer = client.submit(Client.project(Client.definition("linger timeout")), "?timeout=2");
        assertThat(finished(answer).verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(verdict(answer).reason()).isEqualTo("run time-out after 2 s");
    }

    @Test
    void aFaultOfTheProviderMeansAnotherAttempt() {
        InstanceFinished finished = verdict(client.submit(Client.definition("provider fault", "api", "throwonce")));
        assertThat(finished.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(finished.attempt()).isEqualTo(2);
    }

    @Test
    void cancellingWhatIsOverChangesNothing() {
        Client.Answer answer = client.submit(Client.definition("over"));
        finished(answer);
        assertThat(client.delete(answer.run()).status()).isEqualTo(202);
        Client.Answer now = client.get("/api/v1/runs/" + answer.run());
        assertThat(now.body().get("cancelled").asBoolean()).isFalse();
        assertThat(now.body().get("verdict").asText()).isEqualTo("PASSED");
    }

    @Test
    void consoleLinesAreEvidenceAndBarriersAreAnswered() {
        Client.Answer answer = client.submit(Client.definition("linger console"));
        InstanceReady ready =
                log.await(InstanceReady.class, r -> r.attempt().instance().equals(answer.instance(0)));
        provider.observer(answer.instance(0), 1).console("api", "stderr", "ERROR: no stock", Instant.now());
        ConsoleLines lines = log.await(
                ConsoleLines.class,
                c -> c.attempt().equals(ready.attempt())
                        && c.lines().getLast().message().equals("ERROR: no stock"));
        assertThat(lines.lines().getLast().level()).isEqualTo("ERROR");
        assertThat(lines.lines().getLast().number()).isEqualTo(2);

        log.say(new BarrierRequest(ready.attempt(), "b-1", 100, 5_000, "", Set.of(BarrierRequest.Source.CONSOLE)));
        ConsoleBarrierAnswer barrier =
                log.await(ConsoleBarrierAnswer.class, b -> b.requestId().equals("b-1"));
        assertThat(barrier.lastNumber()).isEqualTo(2);
        assertThat(barrier.quiet()).isTrue();
        client.delete(answer.run());
        finished(answer);
    }

    @Test
    void notMoreThanTheLimitLiveAtOnceAndARunCanAskForLess() {
        Client.Answer answer = client.submit(
                Client.project(Client.definition("one"), Client.definition("two"), Client.definition("three")),
                "?maxParallel=1");
        finished(answer);
        int alive = 0;
        int most = 0;
        for (InstanceStateChanged state :
                log.all(InstanceStateChanged.class, s -> s.run().equals(answer.run()))) {
            alive += state.phase().equals("placed") ? 1 : state.phase().equals("gone") ? -1 : 0;
            most = Math.max(most, alive);
        }
        assertThat(most).isEqualTo(1);
    }

    private void phase(Client.Answer answer, String phase) {
        log.await(
                InstanceStateChanged.class,
                s -> s.instance().equals(answer.instance(0)) && s.phase().equals(phase));
    }
}
