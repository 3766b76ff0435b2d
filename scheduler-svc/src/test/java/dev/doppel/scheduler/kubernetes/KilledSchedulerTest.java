package dev.doppel.scheduler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.id.RunId;
import dev.doppel.contract.result.Heartbeat;
import dev.doppel.contract.result.InstanceFinished;
import dev.doppel.contract.result.RunAccepted;
import dev.doppel.contract.result.RunFinished;
import dev.doppel.contract.result.Verdict;
import dev.doppel.scheduler.kubernetes.fake.FakeCluster;
import dev.doppel.scheduler.world.FakeInterception;
import dev.doppel.scheduler.world.FakeRunner;
import dev.doppel.scheduler.world.Log;
import dev.doppel.scheduler.world.Replica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * scheduler-svc, a process of its own, is killed while an instance's environment in a cluster is in some state, and started again: the run ends
 * with a true verdict or by a new attempt, no namespace is left, and none was made twice. Where it is killed is either one of its fault points or
 * a request that the API server has just performed.
 */
class KilledSchedulerTest {
    /** Two JVMs are started for each row. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static Log log;
    private static FakeInterception interception;
    private static FakeRunner runner;
    private static int databases;

    @TempDir
    Path directory;

    @BeforeAll
    static void world() {
        log = new Log();
        interception = new FakeInterception(log, "mock-k", 5000, "10.244.0.3");
        runner = new FakeRunner(log, "other");
    }

    @AfterAll
    static void end() {
        interception.drain();
        runner.close();
        log.close();
    }

    /** Where, what the runner does, and which attempt ends how. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    POST /api/v1/namespaces$  | other pass          | 2 | PASSED
                    scheduler.running.stored  | other unclaimedonce | 2 | PASSED
                    """)
    void killedARunEndsTrulyAndNothingIsLeft(String where, String name, int attempt, Verdict verdict) throws Exception {
        kill(where, name, attempt, verdict);
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    scheduler.placed.stored          | other pass          | 2 | PASSED
                    PATCH .*/networkpolicies/deny    | other pass          | 2 | PASSED
                    PATCH .*/resourcequotas/quota    | other pass          | 2 | PASSED
                    PATCH .*/services/outside        | other pass          | 2 | PASSED
                    PATCH .*/endpointslices/names    | other pass          | 2 | PASSED
                    GET .*/pods.*watch=true          | other pass          | 2 | PASSED
                    scheduler.preparing.stored       | other pass          | 2 | PASSED
                    scheduler.preparing.begun        | other pass          | 2 | PASSED
                    scheduler.starting.stored        | other pass          | 2 | PASSED
                    scheduler.starting.begun         | other pass          | 2 | PASSED
                    PATCH .*/pods/service-0          | other pass          | 2 | PASSED
                    scheduler.running.begun          | other unclaimedonce | 2 | PASSED
                    finishing                        | other linger        | 1 | FAILED
                    scheduler.closing.begun          | other pass          | 1 | PASSED
                    scheduler.closing.stored         | other pass          | 1 | PASSED
                    DELETE /api/v1/namespaces/doppel | other pass          | 1 | PASSED
                    scheduler.gone.stored            | other pass          | 1 | PASSED
                    """)
    void killedInAnyStateARunEndsTrulyAndNothingIsLeft(String where, String name, int attempt, Verdict verdict)
            throws Exception {
        kill(where, name, attempt, verdict);
    }

    private void kill(String where, String name, int attempt, Verdict verdict) throws Exception {
        for (String file : List.of("ca.pem", "ca-bundle.pem", "truststore.p12")) {
            Files.writeString(directory.resolve(file), "content of " + file + "\n");
        }
        Path faults = Files.createDirectory(directory.resolve("faults"));
        int runs = log.all(RunAccepted.class, r -> true).size();
        try (FakeCluster cluster = new FakeCluster()) {
            SchedulerLife.Orders orders =
                    new SchedulerLife.Orders(Replica.database("killed_" + databases++), cluster.url(), directory);
            try (SchedulerLife first = SchedulerLife.begin(orders, name)) {
                if (where.startsWith("scheduler.")) {
                    Files.writeString(faults.resolve(where), "halt");
                } else if (where.equals("finishing")) {
                    Files.writeString(faults.resolve("scheduler.finishing.stored"), "halt");
                    crash(accepted(runs), cluster);
                } else {
                    cluster.api.after(where, first::kill);
                }
                first.awaitEnd();
            }
            try (SchedulerLife second = SchedulerLife.begin(orders, null)) {
                ends(accepted(runs), attempt, verdict, cluster, second);
            }
        }
    }

    /** The run after so many others; its acceptance is published by the second life where the first was killed before it came to that. */
    private static RunId accepted(int before) {
        return log.await(RunAccepted.class, r -> true, before + 1, LIMIT).run();
    }

    /** The item's pod vanishes during the first step. */
    private static void crash(RunId run, FakeCluster cluster) {
        log.await(Heartbeat.class, beat -> beat.run().equals(run), 1, LIMIT);
        cluster.client.pods().inNamespace(cluster.namespaces().getFirst()).delete();
    }

    private static void ends(RunId run, int attempt, Verdict verdict, FakeCluster cluster, SchedulerLife life)
            throws IOException, InterruptedException {
        RunFinished finished;
        try {
            finished = log.await(RunFinished.class, r -> r.run().equals(run), 1, LIMIT);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nthe second life said:\n" + life.said(), e);
        }
        assertThat(finished.verdict()).isEqualTo(verdict);
        List<InstanceFinished> decided =
                log.all(InstanceFinished.class, f -> f.run().equals(run));
        assertThat(decided).as("decided once").hasSize(1);
        assertThat(decided.getFirst().attempt()).isEqualTo(attempt);
        await("no namespace is left", () -> cluster.namespaces().isEmpty());
        assertThat(cluster.api.made()).as("none was made twice").doesNotHaveDuplicates();
        assertThat(cluster.api.made().size()).isLessThanOrEqualTo(attempt);
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what + " within 20 s").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
