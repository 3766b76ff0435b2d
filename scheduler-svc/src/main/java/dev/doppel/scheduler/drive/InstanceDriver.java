package dev.doppel.scheduler.drive;

import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.contract.result.Verdict;
import dev.doppel.scheduler.console.ConsoleRecorder;
import dev.doppel.scheduler.console.ConsoleSink;
import dev.doppel.scheduler.console.IsolationSink;
import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentObserver;
import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.environment.Surroundings;
import dev.doppel.scheduler.life.Attempt;
import dev.doppel.scheduler.life.Decider;
import dev.doppel.scheduler.life.Decision;
import dev.doppel.scheduler.life.Effect;
import dev.doppel.scheduler.life.Ending;
import dev.doppel.scheduler.life.Event;
import dev.doppel.scheduler.life.Facts;
import dev.doppel.scheduler.life.Items;
import dev.doppel.scheduler.life.Life;
import dev.doppel.scheduler.store.InstanceRow;
import dev.doppel.scheduler.store.Queue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Drives one instance that this replica has leased: one virtual thread, one mailbox. For each event it asks the decider, stores the new
 * state with its records in one transaction, and only then calls the provider. Ends when the instance is gone, is queued again, or
 * belongs to another replica. {@link #post} and {@link #barrier} are thread-safe, all else is confined to the thread.
 */
final class InstanceDriver implements EnvironmentObserver {
    private static final Logger LOG = Logger.getLogger(InstanceDriver.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final long STORE_RETRY_MILLIS = 500;

    private final Parts parts;
    private final InstanceRow row;
    private final Subject subject;
    private final Decider decider;
    private final Messages messages;
    private final ConsoleRecorder console;
    private final IsolationSink isolation;
    private final AttemptId attempt;
    private final Consumer<InstanceDriver> ended;
    private final LinkedBlockingQueue<Event> mailbox = new LinkedBlockingQueue<>();
    private Life life;
    private @Nullable Made made;
    private @Nullable Items items;
    private boolean stepBegun;
    private volatile boolean stopped;

    InstanceDriver(Parts parts, Subject subject, Life life, AttemptId attempt, Consumer<InstanceDriver> ended) {
        this.parts = parts;
        this.row = subject.row();
        this.subject = subject;
        this.life = life;
        this.attempt = attempt;
        this.ended = ended;
        this.decider = new Decider(subject.facts());
        this.messages = new Messages(row, subject.definition(), subject.kinds(), subject.secrets(), parts);
        ConsoleSink evidence = message -> parts.broker().send(parts.codec().encode(message));
        this.console = new ConsoleRecorder(attempt, evidence, parts.timer(), parts.clock());
        this.isolation = new IsolationSink(attempt, "scheduler/" + attempt.incarnation(), evidence, parts.clock());
    }

    AttemptId attempt() {
        return attempt;
    }

    InstanceRow row() {
        return row;
    }

    void start(Event first) {
        mailbox.add(first);
        Thread.ofVirtual().name("instance-" + row.id()).start(this::run);
    }

    void post(Event event) {
        mailbox.add(event);
    }

    /** Stops at once without storing anything: the lease runs out, another life takes over. */
    void abandon() {
        stopped = true;
        mailbox.add(new Event.Tick());
    }

    void barrier(BarrierRequest request) {
        console.barrier(request);
    }

    private void run() {
        long ticked = System.nanoTime();
        try {
            while (!stopped) {
                Event event = mailbox.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
                if (event != null && !stopped) {
                    handle(event);
                }
                // first all that was heard, then judgement of who is silent
                if (!stopped && mailbox.isEmpty() && System.nanoTime() - ticked >= TICK.toNanos()) {
                    ticked = System.nanoTime();
                    handle(new Event.Tick());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "instance %s: its driver failed; another attempt will follow when the lease ends", row.id());
        } finally {
            console.close();
            ended.accept(this);
        }
    }

    private void handle(Event event) throws InterruptedException {
        if (event instanceof Event.StepBegan && !stepBegun) {
            stepBegun = true;
            firstStep(parts.clock().instant());
        }
        Decision decision = decider.decide(life, event, parts.judged());
        boolean failedNow = failed(decision.next()) != failed(life);
        if (decision.effects().isEmpty() && decision.next().phase().equals(life.phase()) && !failedNow) {
            life = decision.next();
            return;
        }
        items = itemsOf(decision.next());
        if (!store(decision)) {
            LOG.infof("instance %s: another replica owns it now", row.id());
            stopped = true;
            return;
        }
        boolean entered = !decision.next().phase().equals(life.phase());
        life = decision.next();
        if (entered) {
            parts.faults().reached("scheduler." + life.phase() + ".stored");
        }
        for (Effect effect : decision.effects()) {
            perform(effect);
        }
        if (entered) {
            parts.faults().reached("scheduler." + life.phase() + ".begun");
        }
        if (life instanceof Life.Gone gone) {
            parts.tally().finishedWith(gone.ending().verdict());
            stopped = true;
        } else if (life instanceof Life.Queued) {
            parts.tally().retriedOne();
            stopped = true;
        }
    }

    /** Of an instance that was tried before, the wait would not be the platform's usual one. */
    private void firstStep(Instant begun) {
        if (attempt.number() == 1) {
            Thread.ofVirtual().name("first-step-" + row.id()).start(() -> {
                try {
                    parts.tally().firstStepAfter(Duration.between(parts.queue().accepted(row.run()), begun));
                } catch (RuntimeException e) {
                    LOG.debugf(e, "instance %s: when its run was accepted could not be asked", row.id());
                }
            });
        }
    }

    private static boolean failed(Life life) {
        Attempt attempt = life.current();
        return attempt != null && attempt.failed();
    }

    private @Nullable Items itemsOf(Life next) {
        return switch (next) {
            case Life.Preparing preparing -> preparing.items();
            case Life.Starting starting -> starting.items();
            case Life.Running running -> running.items();
            default -> items;
        };
    }

    private boolean store(Decision decision) throws InterruptedException {
        List<Encoded> records = new ArrayList<>();
        List<Queue.ItemChange> changed = new ArrayList<>();
        messages.current(decision.next().current());
        for (Effect effect : decision.effects()) {
            records.addAll(messages.of(effect, made, items, console::tail));
            if (effect instanceof Effect.ItemChanged item) {
                changed.add(new Queue.ItemChange(item.item(), item.state(), item.detail()));
            }
        }
        Queue.Change change = Restoring.change(decision.next(), row);
        boolean gone = decision.next() instanceof Life.Gone;
        while (!stopped) {
            try {
                return parts.queue().store(row, change, changed, records, gone ? messages::finished : null);
            } catch (RuntimeException e) {
                LOG.warnf(e, "instance %s: the queue could not be written; trying again", row.id());
                TimeUnit.MILLISECONDS.sleep(STORE_RETRY_MILLIS);
            }
        }
        return false;
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Create create -> create();
            case Effect.StartItem start -> startItem(start.item());
            case Effect.Remove remove -> remove(remove.attempt());
            default -> {}
        }
    }

    private void create() {
        if (subject.definition() == null) {
            post(new Event.CreateFailed(null, subject.problem(), List.of()));
            return;
        }
        try {
            new Maker(parts.provider(), parts.broker())
                    .make(
                            subject.plan().in(surroundings()),
                            subject.definition(),
                            subject.resolved(),
                            subject.files(),
                            this)
                    .whenComplete((done, failure) -> {
                        if (failure == null) {
                            made = done;
                            post(new Event.Created(parts.replicas().holders(holder(), attempt.incarnation())));
                        } else {
                            post(createFailed(Maker.cause(failure)));
                        }
                    });
        } catch (RuntimeException e) {
            post(createFailed(e));
        }
    }

    private Surroundings surroundings() {
        Facts facts = subject.facts();
        Duration lifetime = facts.startLimit()
                .plus(facts.executionLimit())
                .plus(facts.patience().claim())
                .plus(facts.patience().close());
        return new Surroundings(
                parts.replicas().address(holder()), parts.replicas().namesAddresses(), lifetime);
    }

    private dev.doppel.contract.id.ReplicaId holder() {
        dev.doppel.contract.id.ReplicaId holder = row.holder();
        if (holder == null) {
            throw new IllegalStateException("placed without a holder");
        }
        return holder;
    }

    private Event createFailed(Throwable failure) {
        if (failure instanceof EnvironmentFailure known) {
            return new Event.CreateFailed(known.item(), String.valueOf(known.getMessage()), known.lastLines());
        }
        LOG.errorf(failure, "instance %s: the environment could not be made", row.id());
        return new Event.PlatformFailed("the environment could not be made, which is the platform's fault: " + failure);
    }

    private void startItem(String item) {
        call(() -> parts.provider().start(subject.plan(), item)).whenComplete((started, failure) -> {
            if (failure == null) {
                post(new Event.ItemStarted(item, started.address(), started.detail()));
                return;
            }
            Throwable cause = Maker.cause(failure);
            if (cause instanceof EnvironmentFailure known) {
                post(new Event.ItemFailed(item, String.valueOf(known.getMessage()), known.lastLines()));
            } else {
                LOG.errorf(cause, "instance %s: item %s could not be started", row.id(), item);
                post(new Event.PlatformFailed(
                        "item " + item + " could not be started, which is the platform's fault: " + cause));
            }
        });
    }

    private void remove(int number) {
        boolean failed = life instanceof Life.Closing closing
                && closing.ending() instanceof Ending.Decided decided
                && (decided.verdict() == Verdict.FAILED || decided.verdict() == Verdict.ERROR);
        EnvironmentProvider provider = parts.provider();
        call(() -> failed ? provider.removeFailed(row.id(), number) : provider.remove(row.id(), number))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warnf(
                                failure,
                                "instance %s: its environment could not be removed; the reaper tries again",
                                row.id());
                    }
                    post(new Event.Removed());
                });
    }

    /** A provider that throws instead of failing its future is treated alike. */
    private static <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> provider) {
        try {
            return provider.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void console(String item, String stream, String line, Instant at) {
        console.line(item, stream, line, at);
    }

    @Override
    public void refused(String item, Refused what, long times) {
        isolation.refused(item, what, times);
    }

    @Override
    public void consoleDropped(String item, long lines) {
        console.dropped(lines);
    }

    @Override
    public void addressed(String item, String address) {
        post(new Event.ItemAddressed(item, address));
    }

    @Override
    public void progress(String item, String what) {
        post(new Event.Progressed(item, what));
    }

    @Override
    public void exited(String item, int exitCode, @Nullable String reason, List<String> lastLines) {
        post(new Event.Exited(item, exitCode, reason, lastLines.isEmpty() ? console.tail(item) : lastLines));
    }
}
