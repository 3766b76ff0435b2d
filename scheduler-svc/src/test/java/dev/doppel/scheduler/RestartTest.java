package dev.doppel.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.result.Heartbeat;
import dev.doppel.contract.result.InstanceFinished;
import dev.doppel.contract.result.InstanceStateChanged;
import dev.doppel.contract.result.RunFinished;
import dev.doppel.contract.result.Verdict;
import dev.doppel.scheduler.world.Client;
import dev.doppel.scheduler.world.FakeInterception;
import dev.doppel.scheduler.world.FakeProvider;
import dev.doppel.scheduler.world.FakeRunner;
import dev.doppel.scheduler.world.Log;
import dev.doppel.scheduler.world.Replica;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replicas that die, and what becomes of what they had begun; with real Kafka and Postgres. */
class RestartTest {
    private static Log log;
    private static FakeInterception interception;
    private static FakeRunner runner;
    private static int databases;

    private final FakeProvider provider = new FakeProvider();
    private final String database = Replica.database("restart_" + databases++);

    @BeforeAll
    static void world() {
        log = new Log();
        interception = new FakeInterception(log, "mock-1", 1000);
        runner = new FakeRunner(log, "other");
    }

    @AfterAll
    static void end() {
        interception.drain();
        runner.close();
        log.close();
    }

    private static RunFinished finished(RunId run) {
        return log.await(RunFinished.class, r -> r.run().equals(run));
    }

    private static void phase(InstanceId instance, String phase) {
        log.await(
                InstanceStateChanged.class,
                s -> s.instance().equals(instance) && s.phase().equals(phase));
    }

    /** The phase in which scheduler-svc is killed, what is run, and which attempt decides. */
    @ParameterizedTest
    @CsvSource({
        "placed, other pass, hangcreateonce, 2, PASSED",
        "preparing, other pass, '', 2, PASSED",
        "starting, other pass, hangonce, 2, PASSED",
        "running, other unclaimedonce, '', 2, PASSED",
        "claimed, other lingeronce, '', 2, PASSED",
        "finishing, other linger, '', 1, FAILED",
        "closing, other pass, '', 1, PASSED",
    })
    void killedInAnyPhaseARunEndsInATrueVerdictAndNothingIsLeft(
            String phase, String name, String fake, int attempt, Verdict verdict) {
        interception.deaf(phase.equals("preparing"));
        provider.removeHangs(phase.equals("closing"));
        runner.mute(phase.equals("finishing"));
        Replica first = new Replica("scheduler-0", database, provider);
        RunId run = first.submit(Client.definition(name, "api", fake));
        InstanceId instance = InstanceId.of(run + "-1");
        switch (phase) {
            case "claimed" -> log.await(Heartbeat.class, b -> b.instance().equals(instance), 3);
            case "finishing" -> {
                log.await(Heartbeat.class, b -> b.instance().equals(instance), 3);
                provider.crash(instance, 1, "api", 7);
                phase(instance, phase);
            }
            default -> phase(instance, phase);
        }
        first.kill();
        interception.deaf(false);
        provider.removeHangs(false);
        runner.mute(false);

        try (Replica second = new Replica("scheduler-0", database, provider)) {
            RunFinished finished = finished(run);

            assertThat(finished.verdict()).isEqualTo(verdict);
            List<InstanceFinished> decided =
                    log.all(InstanceFinished.class, f -> f.instance().equals(instance));
            assertThat(decided).as("decided once").hasSize(1);
            assertThat(decided.getFirst().attempt()).isEqualTo(attempt);
            assertThat(log.all(RunFinished.class, r -> r.run().equals(run))).hasSize(1);
            assertThat(provider.exists(instance)).as("nothing is left").isFalse();
            log.awaitTombstone(instance.value());
            List<EnvironmentState> states =
                    log.all(EnvironmentState.class, s -> s.attempt().instance().equals(instance));
            assertThat(states).extracting(EnvironmentState::version).isSorted().doesNotHaveDuplicates();
            assertThat(states.getLast().phase()).isEqualTo(Phase.GONE);
            if (phase.equals("finishing")) {
                assertThat(decided.getFirst().reason()).contains("api", "exit code 7");
            }
        }
    }

    @Test
    void whatWasQueuedWhenTheServiceDiedRunsAfterItsRestart() {
        Replica first = new Replica("scheduler-0", database, provider);
        RunId run = first.submit(
                Client.definition("other linger a"),
                Client.definition("other linger b"),
                Client.definition("other lingeronce c"));
        first.kill();
        RunId queued;
        try (Replica second = new Replica("scheduler-0", database, provider)) {
            queued = second.submit(Client.definition("other pass"));
            assertThat(finished(queued).verdict()).isEqualTo(Verdict.PASSED);
            assertThat(second.views().one(run).orElseThrow().instances()).hasSize(3);
        }
    }

    @Test
    void D181_environmentsNobodyKnowsAreRemovedAtStart() {
        InstanceId unknown = InstanceId.of("from-a-dead-platform-1");
        provider.leftover(unknown, 1);
        try (Replica replica = new Replica("scheduler-0", database, provider)) {
            assertThat(finished(replica.submit(Client.definition("other pass"))).verdict())
                    .isEqualTo(Verdict.PASSED);
            assertThat(provider.exists(unknown)).isFalse();
        }
    }

    @Test
    void runsThatAreOverAreForgottenWithTheirFiles() {
        try (Replica replica = new Replica("scheduler-0", database, provider)) {
            RunId run = replica.submit(Client.definition("other forgotten"));
            String blob = finished(run) == null
                    ? ""
                    : log.await(
                                    dev.doppel.contract.result.RunAccepted.class,
                                    a -> a.run().equals(run))
                            .instances()
                            .getFirst()
                            .definition()
                            .key(0);
            // a row that is still being written to, for the run's last event, is passed over until the next look
            int forgotten = 0;
            long end = System.nanoTime() + java.time.Duration.ofSeconds(10).toNanos();
            while (forgotten == 0 && System.nanoTime() < end) {
                forgotten = replica.forgetAll();
            }
            assertThat(forgotten).isEqualTo(1);
            assertThat(replica.views().one(run)).isEmpty();
            log.awaitTombstone(blob);
        }
    }

    @Test
    void twoReplicasShareAQueueAndOneTakesOverFromTheOther() {
        Replica a = new Replica("scheduler-a", database, provider);
        Replica b = new Replica("scheduler-b", database, provider);
        RunId both = a.submit(
                Client.definition("other one"),
                Client.definition("other two"),
                Client.definition("other three"),
                Client.definition("other four"));
        assertThat(finished(both).verdict()).isEqualTo(Verdict.PASSED);
        assertThat(log.all(InstanceFinished.class, f -> f.run().equals(both)))
                .as("each instance was decided once, in its first attempt")
                .hasSize(4)
                .allMatch(f -> f.attempt() == 1);

        RunId lingering = b.submit(Client.definition("other lingeronce"));
        log.await(Heartbeat.class, h -> h.run().equals(lingering));
        Replica dead = a.driven() > 0 ? a : b;
        Replica alive = dead == a ? b : a;
        dead.kill();
        InstanceFinished taken = log.await(InstanceFinished.class, f -> f.run().equals(lingering));
        assertThat(taken.attempt()).isEqualTo(2);
        assertThat(taken.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(finished(lingering).verdict()).isEqualTo(Verdict.PASSED);
        alive.close();
    }
}
