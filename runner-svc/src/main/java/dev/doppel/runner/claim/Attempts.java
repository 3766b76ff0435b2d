package dev.doppel.runner.claim;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.evidence.InstanceWithdrawn;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.instance.InstanceReady;
import dev.doppel.runner.evidence.EvidenceLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** The attempts of this replica: those that run, and those that ran and must not run again. Thread-safe. */
public final class Attempts {
    /** So many attempts are remembered after their end. */
    private static final int REMEMBERED = 20_000;

    private final Semaphore room;
    private final Function<AttemptId, EvidenceLog> logs;
    private final Map<AttemptId, Held> running = new LinkedHashMap<>();
    private final Map<AttemptId, Boolean> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AttemptId, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** An attempt that runs here. */
    public record Held(InstanceReady ready, EvidenceLog log) {}

    /**
     * None yet.
     *
     * @param room how many may run at once
     * @param logs makes an empty log
     */
    public Attempts(int room, Function<AttemptId, EvidenceLog> logs) {
        this.room = new Semaphore(room);
        this.logs = logs;
    }

    /** Waits for a free place; it is given back by {@link #end} or {@link #release}. */
    public void awaitRoom() throws InterruptedException {
        room.acquire();
    }

    /** Gives back a place that was not used. */
    public void release() {
        room.release();
    }

    /**
     * Takes an attempt; an older attempt of the same instance is withdrawn, because its environment is gone.
     *
     * @return empty when it runs or ran here already
     */
    public synchronized Optional<Held> begin(InstanceReady ready) {
        if (known.putIfAbsent(ready.attempt(), true) != null) {
            return Optional.empty();
        }
        for (Held other : running.values()) {
            AttemptId old = other.ready().attempt();
            if (old.instance().equals(ready.attempt().instance())) {
                other.log()
                        .accept(new InstanceWithdrawn(
                                old,
                                other.ready().run(),
                                InstanceWithdrawn.Cause.LOST,
                                "attempt " + ready.attempt().number() + " has begun"));
            }
        }
        Held held = new Held(ready, logs.apply(ready.attempt()));
        running.put(ready.attempt(), held);
        return Optional.of(held);
    }

    /** Ends an attempt and gives its place back. */
    public synchronized void end(Held held) {
        if (running.remove(held.ready().attempt()) != null) {
            held.log().close();
            room.release();
            notifyAll();
        }
    }

    /** Ends an attempt that was never begun, as if it had never been here. */
    public synchronized void forget(Held held) {
        known.remove(held.ready().attempt());
        end(held);
    }

    /** Waits until nothing runs any more, or for so long. */
    public synchronized void awaitNone(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            for (long left = limit.toMillis();
                    !running.isEmpty() && left > 0;
                    left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What runs now. */
    public synchronized List<Held> running() {
        return new ArrayList<>(running.values());
    }

    /** Whether records with that key concern an attempt that runs here. */
    public synchronized boolean concerns(String key) {
        return running.keySet().stream()
                .anyMatch(attempt -> attempt.instance().value().equals(key));
    }

    /** Hands a record to the attempts of its instance. */
    public void deliver(Message message) {
        for (Held held : running()) {
            if (held.ready().attempt().instance().value().equals(message.key())) {
                held.log().accept(message);
            }
        }
    }
}
