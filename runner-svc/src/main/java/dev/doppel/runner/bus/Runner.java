package dev.doppel.runner.bus;

import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.instance.InstanceReady;
import dev.doppel.contract.result.Heartbeat;
import dev.doppel.contract.result.InstanceClaimed;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.contract.result.Verdict;
import dev.doppel.definition.DefinitionJson;
import dev.doppel.definition.model.Definition;
import dev.doppel.platform.fault.FaultPoints;
import dev.doppel.platform.mask.SecretText;
import dev.doppel.platform.topic.Topics;
import dev.doppel.runner.attempt.AttemptRun;
import dev.doppel.runner.attempt.Environment;
import dev.doppel.runner.attempt.Limits;
import dev.doppel.runner.attempt.MaskedWires;
import dev.doppel.runner.attempt.Wires;
import dev.doppel.runner.claim.Attempts;
import dev.doppel.runner.config.RunnerConfig;
import dev.doppel.runner.database.Databases;
import dev.doppel.runner.evidence.EvidenceLog;
import dev.doppel.runner.http.Gateway;
import dev.doppel.runner.http.Hosts;
import dev.doppel.runner.http.HttpCaller;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Claims attempts and runs each on a virtual thread. A claim is published and its offset committed before anything is done: an attempt whose
 * runner dies is not begun a second time in the same environment, but missed (no heartbeats) and tried afresh.
 */
@ApplicationScoped
public class Runner {
    private static final Logger LOG = Logger.getLogger(Runner.class);
    private static final Duration KAFKA_LIMIT = Duration.ofSeconds(60);

    private final RunnerConfig config;
    private final RunnerOut out;
    private final RunnerMeters meters;
    private final Vertx vertx;
    private final Map<String, Object> kafka;
    private final Intake intake;
    private final FaultPoints faults = FaultPoints.configured();
    private final Attempts attempts;
    private final CompletableFuture<Parts> started = new CompletableFuture<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;
    private long timer = -1;

    /** What exists from start to stop. */
    private record Parts(EvidenceFeed feed, HttpCaller caller) {}

    Runner(
            RunnerConfig config,
            RunnerOut out,
            RunnerMeters meters,
            Vertx vertx,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            Intake intake) {
        this.config = config;
        this.intake = intake;
        this.out = out;
        this.meters = meters;
        this.vertx = vertx;
        this.kafka = Map.copyOf(kafka);
        this.attempts = new Attempts(
                config.room(), attempt -> new EvidenceLog(attempt, config.evidenceMemory(), config.evidenceLimit()));
    }

    void start(@Observes StartupEvent event) {
        Topics.ensure(kafka, config.topicReplication(), KAFKA_LIMIT);
        started.complete(new Parts(
                new EvidenceFeed(kafka, attempts, out, config.evidenceWait()),
                new HttpCaller(vertx, config.bodyLimit())));
        timer = vertx.setPeriodic(config.heartbeat().toMillis(), id -> beat());
    }

    /** Claims nothing more, finishes what runs, and then stops; channels live longer than this. */
    void stop(@Observes ShutdownEvent event) {
        intake.leave();
        attempts.awaitNone(config.drainLimit());
        stopping = true;
        vertx.cancelTimer(timer);
        threads.forEach(Thread::interrupt);
        Parts parts = started.getNow(null);
        if (parts != null) {
            parts.feed().close();
            parts.caller().close();
        }
    }

    /** True when it can run attempts. */
    boolean ready() {
        Parts parts = started.getNow(null);
        return parts != null && parts.feed().ready().isDone();
    }

    private void beat() {
        for (Attempts.Held held : attempts.running()) {
            InstanceReady ready = held.ready();
            out.tell(new Heartbeat(
                    ready.run(),
                    Clock.systemUTC().instant(),
                    ready.attempt().instance(),
                    ready.attempt().number(),
                    out.replica()));
        }
    }

    /** One record at a time: the next is looked at when this one has a place, is claimed and committed. */
    @Incoming("runner-instances-in")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> instances(KafkaRecordBatch<String, byte[]> batch) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread("claim", () -> {
            try {
                claim(batch);
                done.complete(null);
            } catch (InterruptedException e) {
                done.completeExceptionally(e);
            } catch (RuntimeException e) {
                // whoever has the partition now gets the record again; a failure handed on would end the channel for
                // good
                LOG.error("a claim failed", e);
                done.complete(null);
            }
        });
        return done;
    }

    private void claim(KafkaRecordBatch<String, byte[]> batch) throws InterruptedException {
        List<Attempts.Held> taken = new ArrayList<>();
        for (InstanceReady ready : InstanceRecords.read(batch, out)) {
            begin(ready).ifPresent(taken::add);
        }
        try {
            intake.commit(batch);
            await(batch.ack());
        } catch (IllegalStateException e) {
            // the partition went to another replica meanwhile: it gets the record, too, and nothing was begun here
            taken.forEach(attempts::forget);
            throw e;
        }
        for (Attempts.Held held : taken) {
            meters.claimed();
            faults.reached("runner.claimed");
            thread("attempt-" + held.ready().attempt().instance(), () -> run(held));
        }
        // only with room is the next record taken: one in hand would be begun twice if its partition moved
        attempts.awaitRoom();
        attempts.release();
    }

    private Optional<Attempts.Held> begin(InstanceReady ready) {
        try {
            attempts.awaitRoom();
            Optional<Attempts.Held> held = attempts.begin(ready);
            if (held.isEmpty()) {
                attempts.release();
                return held;
            }
            try {
                await(out.told(claimed(ready)));
            } catch (IllegalStateException e) {
                held.ifPresent(attempts::forget);
                throw e;
            }
            return held;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while claiming", e);
        }
    }

    private InstanceClaimed claimed(InstanceReady ready) {
        return new InstanceClaimed(
                ready.run(),
                Clock.systemUTC().instant(),
                ready.attempt().instance(),
                ready.attempt().number(),
                out.replica());
    }

    private static void await(CompletionStage<Void> stage) throws InterruptedException {
        try {
            stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void run(Attempts.Held held) {
        InstanceReady ready = held.ready();
        try {
            Parts parts = started.get();
            try (Databases databases = new Databases(ready.items())) {
                parts.feed().follow(ready);
                Definition definition = definition(parts, ready);
                Environment environment = new Environment(
                        ready,
                        definition,
                        held.log(),
                        parts.feed().bodies(held.log().bodies()),
                        new Gateway(ready.runnerHost(), ready.runnerPort(), ready.runnerToken()),
                        Hosts.of(definition, ready.items()),
                        parts.caller(),
                        databases);
                List<String> secrets = ready.secretValues();
                Wires wires = secrets == null ? out : new MaskedWires(out, new SecretText(secrets));
                Limits limits = new Limits(config.evidenceWait(), config.httpTimeout(), config.dbTimeout());
                faults.reached("runner.begun");
                Optional<TestsFinished> finished = new AttemptRun(environment, wires, limits, Clock.systemUTC()).run();
                meters.finished(finished.map(TestsFinished::verdict).orElse(null));
                faults.reached("runner.finished");
                LOG.infof(
                        "run=%s instance=%s attempt=%d verdict=%s",
                        ready.run(),
                        ready.attempt().instance(),
                        ready.attempt().number(),
                        finished.map(one -> one.verdict().name()).orElse("none"));
            } finally {
                parts.feed().leave(ready);
            }
        } catch (InterruptedException e) {
            LOG.infof(
                    "run=%s instance=%s given up: this replica stops",
                    ready.run(), ready.attempt().instance());
        } catch (ExecutionException | RuntimeException e) {
            LOG.errorf(
                    e, "run=%s instance=%s failed", ready.run(), ready.attempt().instance());
            if (!stopping) {
                meters.finished(Verdict.ERROR);
                out.tell(failure(ready, e));
            }
        } finally {
            attempts.end(held);
        }
    }

    private static TestsFinished failure(InstanceReady ready, Exception e) {
        return new TestsFinished(
                ready.run(),
                Clock.systemUTC().instant(),
                ready.attempt().instance(),
                ready.attempt().number(),
                Verdict.ERROR,
                "the platform is at fault: " + (e.getMessage() == null ? e : e.getMessage()),
                List.of(),
                List.of(),
                0);
    }

    private Definition definition(Parts parts, InstanceReady ready) throws InterruptedException, ExecutionException {
        try {
            byte[] content = parts.feed()
                    .content(ready.definition())
                    .get(config.evidenceWait().toMillis(), TimeUnit.MILLISECONDS);
            return DefinitionJson.read(MessageCodec.json().readTree(content));
        } catch (TimeoutException e) {
            throw new IllegalStateException("the definition did not come within "
                    + config.evidenceWait().toSeconds() + " s");
        } catch (IOException e) {
            throw new IllegalStateException("the definition is no JSON: " + e.getMessage(), e);
        }
    }

    private void thread(String name, Runnable work) {
        Thread thread = Thread.ofVirtual().name("runner-" + name).unstarted(() -> {
            try {
                work.run();
            } finally {
                threads.remove(Thread.currentThread());
            }
        });
        threads.add(thread);
        thread.start();
    }
}
