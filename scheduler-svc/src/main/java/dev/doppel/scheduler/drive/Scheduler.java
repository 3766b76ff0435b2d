package dev.doppel.scheduler.drive;

import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.interception.EnvironmentApplied;
import dev.doppel.contract.interception.ProbeReported;
import dev.doppel.contract.interception.ReplicaAnnounced;
import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.contract.result.Heartbeat;
import dev.doppel.contract.result.InstanceClaimed;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.ResultMessage;
import dev.doppel.contract.result.StepFinished;
import dev.doppel.contract.result.StepStarted;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.platform.fault.FaultPoints;
import dev.doppel.platform.identity.ServiceIdentity;
import dev.doppel.scheduler.config.SchedulerConfig;
import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.life.Event;
import dev.doppel.scheduler.life.Facts;
import dev.doppel.scheduler.replica.Replicas;
import dev.doppel.scheduler.store.Cancellations;
import dev.doppel.scheduler.store.Queue;
import dev.doppel.scheduler.store.Retention;
import dev.doppel.scheduler.store.RunEvents;
import dev.doppel.scheduler.store.Sql;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One replica at work: places what is queued, drives what it has leased, takes over what others left, reaps what nobody knows. Events come
 * in by {@code on...}; they are thread-safe and return at once. Plain Java: the caller gives it Kafka and Postgres.
 */
public final class Scheduler implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Scheduler.class);
    private static final long ROUND_MILLIS = 1_000;
    private static final int ROUNDS_PER_REAP = 60;

    private final Parts parts;
    private final ServiceIdentity identity;
    private final Facts.Patience patience;
    private final Placement placement;
    private final Reaper reaper;
    private final Map<InstanceId, InstanceDriver> drivers = new ConcurrentHashMap<>();
    private final Semaphore signal = new Semaphore(0);
    private final Thread thread;
    private List<String> names = List.of();
    private volatile boolean closed;

    public Scheduler(
            SchedulerConfig config,
            ServiceIdentity identity,
            Sql sql,
            EnvironmentProvider provider,
            Broker broker,
            Clock clock,
            FaultPoints faults) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("scheduler-timer").daemon().factory());
        this.identity = identity;
        String owner = identity.replica() + "/" + identity.incarnation();
        Queue queue = new Queue(sql, owner, config.lease());
        this.parts = new Parts(
                config,
                queue,
                new Cancellations(sql, owner),
                new RunEvents(sql),
                provider,
                broker,
                new Replicas(config.replicaSilence()),
                new MessageCodec(identity.source(), clock),
                clock,
                timer,
                new Hearing(clock.instant()),
                faults,
                new Tally());
        this.patience = new Facts.Patience(
                config.claimLimit(),
                config.heartbeatLimit(),
                config.withdrawLimit(),
                config.closeLimit(),
                config.retries());
        this.placement = new Placement(parts, patience, this::ended);
        this.reaper = new Reaper(queue, provider, new Retention(sql), config.keep(), parts.tally());
        this.thread = Thread.ofVirtual().name("scheduler-queue").unstarted(this::run);
    }

    /** Begins to work. Readers of results, interception and requests must have fixed their positions before. */
    public void start() {
        thread.start();
    }

    /** Something was queued, cancelled or became free. */
    public void wake() {
        signal.release();
    }

    /** A record of {@code doppel.interception}. */
    public void onInterception(Message message) {
        switch (message) {
            case ReplicaAnnounced announced
            when announced.service().equals(identity.service()) -> {
                if (announced.incarnation().equals(identity.incarnation())) {
                    parts.hearing().echo(parts.clock().instant());
                }
            }
            case ReplicaAnnounced announced -> {
                parts.replicas().announced(announced).ifPresent(this::lost);
                namesMoved();
                wake();
            }
            case EnvironmentApplied applied ->
                post(
                        applied.attempt(),
                        new Event.Applied(
                                applied.service() + "/" + applied.replica(),
                                applied.version(),
                                applied.closed(),
                                applied.problem()));
            case ProbeReported probe ->
                post(probe.attempt(), new Event.Probed(probe.item(), probe.ready(), probe.outcome()));
            default ->
                LOG.warnf(
                        "passing over %s on doppel.interception",
                        message.getClass().getSimpleName());
        }
    }

    /** A record of {@code doppel.results}, whoever wrote it. */
    public void onResult(ResultMessage message) {
        switch (message) {
            case InstanceClaimed claimed ->
                post(claimed.instance(), claimed.attempt(), new Event.Claimed(claimed.runner()));
            case Heartbeat beat -> post(beat.instance(), beat.attempt(), new Event.Beat());
            case StepStarted step ->
                post(
                        step.instance(),
                        step.attempt(),
                        new Event.StepBegan("step '" + step.stepName() + "' of test '" + step.testName() + "'"));
            case StepFinished step ->
                post(
                        step.instance(),
                        step.attempt(),
                        new Event.StepEnded(step.result().outcome() == Outcome.FAILED));
            case TestsFinished tests ->
                post(tests.instance(), tests.attempt(), new Event.TestsEnded(tests.verdict(), tests.reason()));
            default -> {}
        }
    }

    /** A record of {@code doppel.requests}. */
    public void onRequest(Message message) {
        if (message instanceof BarrierRequest request && request.sources().contains(BarrierRequest.Source.CONSOLE)) {
            InstanceDriver driver = drivers.get(request.attempt().instance());
            if (driver != null && driver.attempt().equals(request.attempt())) {
                driver.barrier(request);
            }
        }
    }

    private void post(AttemptId attempt, Event event) {
        InstanceDriver driver = drivers.get(attempt.instance());
        if (driver != null && driver.attempt().equals(attempt)) {
            driver.post(event);
        }
    }

    private void post(InstanceId instance, int attempt, Event event) {
        InstanceDriver driver = drivers.get(instance);
        if (driver != null && driver.attempt().number() == attempt) {
            driver.post(event);
        }
    }

    private void lost(Replicas.Lost lost) {
        LOG.infof("%s", lost.reason());
        for (InstanceDriver driver : drivers.values()) {
            boolean dns = !lost.holder().startsWith("mock/");
            if (dns || driver.attempt().incarnation().equals(lost.incarnation())) {
                driver.post(new Event.HolderLost(lost.holder(), lost.reason()));
            }
        }
    }

    private void namesMoved() {
        List<String> addresses = parts.replicas().namesAddresses();
        synchronized (this) {
            if (addresses.equals(names)) {
                return;
            }
            names = addresses;
        }
        parts.provider().namesMoved(addresses);
    }

    private void ended(InstanceDriver driver) {
        drivers.remove(driver.row().id(), driver);
        wake();
    }

    private void run() {
        long round = System.nanoTime();
        int rounds = 0;
        while (!closed) {
            try {
                if (rounds == 0 || System.nanoTime() - round >= TimeUnit.MILLISECONDS.toNanos(ROUND_MILLIS)) {
                    round = System.nanoTime();
                    if (rounds++ % ROUNDS_PER_REAP == 0) {
                        reaper.reap();
                        reaper.forget();
                    }
                    look();
                }
                cancel();
                placement.place(drivers);
                if (signal.tryAcquire(ROUND_MILLIS, TimeUnit.MILLISECONDS)) {
                    signal.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.warn("the queue could not be worked on; trying again", e);
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(ROUND_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once a second: leases, lost replicas, what others left. */
    private void look() {
        parts.queue().renew(drivers.keySet());
        announce();
        if (parts.hearing().hears(parts.clock().instant())) {
            parts.replicas().sweep(parts.clock().instant()).forEach(this::lost);
        }
        namesMoved();
        placement.takeOver(identity.replica().value(), drivers);
        parts.cancellations().overdue();
    }

    /** See {@link Hearing}; that it fails is noticed by not hearing it. */
    private void announce() {
        var unused = parts.broker()
                .send(parts.codec()
                        .encode(new ReplicaAnnounced(
                                identity.service(),
                                identity.replica(),
                                identity.incarnation(),
                                "",
                                0,
                                false,
                                parts.clock().instant())));
    }

    private void cancel() {
        placement.cancelQueued();
        parts.cancellations().ofMine().forEach((instance, reason) -> {
            InstanceDriver driver = drivers.get(instance);
            if (driver != null) {
                driver.post(new Event.Cancel(reason));
            }
        });
    }

    /** What this replica has done. */
    public Tally tally() {
        return parts.tally();
    }

    /** Instances that this replica drives now. */
    public List<InstanceId> driven() {
        return List.copyOf(drivers.keySet());
    }

    /** Stops at once; leases are given back so that another life takes over. Environments are left to that life and to the reaper. */
    @Override
    public void close() {
        halt();
        try {
            parts.queue().release();
        } catch (RuntimeException e) {
            LOG.debug("leases could not be given back", e);
        }
    }

    /** Stops as if the process had died: leases stay until they run out. For tests. */
    public void halt() {
        closed = true;
        wake();
        drivers.values().forEach(InstanceDriver::abandon);
        try {
            thread.join(java.time.Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // those that the queue's thread began while it was told to stop
        drivers.values().forEach(InstanceDriver::abandon);
        parts.timer().shutdownNow();
    }
}
