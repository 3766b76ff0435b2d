package dev.doppel.scheduler.drive;

import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.result.InstanceFinished;
import dev.doppel.contract.result.InstanceState;
import dev.doppel.contract.result.InstanceStateChanged;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.contract.result.Verdict;
import dev.doppel.scheduler.life.Attempt;
import dev.doppel.scheduler.life.Event;
import dev.doppel.scheduler.life.Facts;
import dev.doppel.scheduler.life.Life;
import dev.doppel.scheduler.replica.Replicas;
import dev.doppel.scheduler.store.Cancellations;
import dev.doppel.scheduler.store.InstanceRow;
import dev.doppel.scheduler.store.Queue;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Brings instances under a driver: from the queue, or from a life that ended. Confined to the queue's thread. */
final class Placement {
    private static final Logger LOG = Logger.getLogger(Placement.class);

    private final Parts parts;
    private final Facts.Patience patience;
    private final Consumer<InstanceDriver> ended;

    Placement(Parts parts, Facts.Patience patience, Consumer<InstanceDriver> ended) {
        this.parts = parts;
        this.patience = patience;
        this.ended = ended;
    }

    /** Places as long as something waits, limits allow it and a holder has room. */
    void place(Map<InstanceId, InstanceDriver> drivers) {
        Queue.Limits limits =
                new Queue.Limits(parts.config().maxParallel(), parts.config().maxBooting());
        parts.faults().reached("scheduler.queued");
        while (true) {
            Optional<Replicas.Holder> holder =
                    parts.replicas().names() ? parts.replicas().roomiest() : Optional.empty();
            if (holder.isEmpty()) {
                return;
            }
            Optional<InstanceRow> placed = parts.queue()
                    .place(
                            holder.get().replica(),
                            holder.get().incarnation(),
                            limits,
                            row -> List.of(state(row, InstanceState.STARTING, "placed", null)));
            if (placed.isEmpty()) {
                return;
            }
            parts.replicas().placed(holder.get().replica());
            Subject subject = subject(placed.get());
            Instant startBy = parts.judged().plus(subject.facts().startLimit());
            Attempt attempt = Restoring.attempt(placed.get(), startBy);
            parts.faults().reached("scheduler.placed.stored");
            drive(subject, new Life.Placed(attempt), attempt, new Event.Begin(), drivers);
        }
    }

    /** Ends, or tries again, what a life that ended has left. */
    void takeOver(String replica, Map<InstanceId, InstanceDriver> drivers) {
        for (InstanceRow row : parts.queue().takeOver(replica, drivers.keySet())) {
            LOG.infof("taking over instance %s, which was %s", row.id(), row.phase());
            Instant now = parts.judged();
            Subject subject = subject(row);
            Attempt attempt = Restoring.attempt(row, now.plus(subject.facts().startLimit()));
            Set<String> holders = parts.replicas().holders(attempt.holder(), row.incarnation());
            Life life = Restoring.life(row, attempt, holders, now, patience.close());
            Event.TestsEnded decided = decided(row);
            InstanceDriver driver =
                    drive(subject, life, attempt, decided == null ? new Event.TakenOver() : decided, drivers);
            if (decided != null) {
                driver.post(new Event.TakenOver());
            }
        }
    }

    /** A verdict that the runner published while nobody listened counts. */
    private Event.@Nullable TestsEnded decided(InstanceRow row) {
        String tests = parts.events().testsFinished(row.id(), row.attempt(), row.run());
        if (tests == null) {
            return null;
        }
        try {
            TestsFinished finished = MessageCodec.json().readValue(tests, TestsFinished.class);
            return new Event.TestsEnded(finished.verdict(), finished.reason());
        } catch (IOException e) {
            LOG.warnf("instance %s: its stored verdict cannot be read: %s", row.id(), e.getMessage());
            return null;
        }
    }

    private InstanceDriver drive(
            Subject subject, Life life, Attempt attempt, Event first, Map<InstanceId, InstanceDriver> drivers) {
        InstanceDriver driver = new InstanceDriver(parts, subject, life, attempt.id(), ended);
        drivers.put(subject.row().id(), driver);
        driver.start(first);
        return driver;
    }

    private Subject subject(InstanceRow row) {
        return Subject.load(
                row, parts.queue(), patience, parts.provider().name().equals("process"));
    }

    /** Ends instances of cancelled runs that never started. */
    void cancelQueued() {
        for (Cancellations.Waiting waiting : parts.cancellations().queued()) {
            InstanceRow row = waiting.instance();
            String reason = waiting.reason();
            Instant now = parts.clock().instant();
            List<Encoded> messages = List.of(
                    parts.codec()
                            .encode(new TestsFinished(
                                    row.run(),
                                    now,
                                    row.id(),
                                    row.attempt(),
                                    Verdict.CANCELLED,
                                    reason,
                                    List.of(),
                                    List.of(),
                                    0)),
                    parts.codec()
                            .encode(new InstanceFinished(
                                    row.run(), now, row.id(), row.attempt(), Verdict.CANCELLED, reason)),
                    state(row, InstanceState.STOPPED, "gone", reason));
            parts.cancellations().end(waiting, messages, run -> Messages.finished(run, parts.codec()::encode, now));
        }
    }

    private Encoded state(InstanceRow row, InstanceState state, String phase, @Nullable String reason) {
        return parts.codec()
                .encode(new InstanceStateChanged(
                        row.run(), parts.clock().instant(), row.id(), row.attempt(), state, phase, reason));
    }
}
