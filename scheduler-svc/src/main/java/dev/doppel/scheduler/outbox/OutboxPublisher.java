package dev.doppel.scheduler.outbox;

import dev.doppel.contract.codec.Encoded;
import dev.doppel.scheduler.store.Outbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Sends the outbox: in order per key, several keys at once; a record counts as sent only after the broker acknowledged it. One replica
 * publishes at a time, the others wait for its right. Owns one virtual thread.
 */
public final class OutboxPublisher implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);
    private static final int BATCH = 200;
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration RIGHT_RETRY = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final Outbox outbox;
    private final Function<Encoded, CompletionStage<Void>> sender;
    private final Semaphore signal = new Semaphore(0);
    /** Sends never happen on the thread that brought the acknowledgement before: it is the broker client's own. */
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    private final Thread thread;
    private volatile boolean closed;

    /** @param sender sends one record; an {@link Encoded} with data of length 0 is a tombstone */
    public OutboxPublisher(Outbox outbox, Function<Encoded, CompletionStage<Void>> sender) {
        this.outbox = outbox;
        this.sender = sender;
        this.thread = Thread.ofVirtual().name("scheduler-outbox").unstarted(this::run);
    }

    /** Starts publishing. */
    public void start() {
        thread.start();
    }

    /** Something was stored. */
    public void wake() {
        signal.release();
    }

    private void run() {
        while (!closed) {
            try (Outbox.Right right = outbox.tryLock()) {
                if (right == null) {
                    pause(RIGHT_RETRY);
                } else {
                    publish(right);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.warn("the outbox could not be published; trying again", e);
                    LockPause.millis(RIGHT_RETRY.toMillis());
                }
            }
        }
    }

    private void publish(Outbox.Right right) throws InterruptedException {
        long swept = System.nanoTime();
        while (!closed) {
            List<Outbox.Waiting> waiting = right.next(BATCH);
            if (waiting.isEmpty()) {
                if (System.nanoTime() - swept > SWEEP.toNanos()) {
                    right.sweep();
                    swept = System.nanoTime();
                }
                pause(IDLE);
            } else {
                send(right, waiting);
            }
        }
    }

    private void send(Outbox.Right right, List<Outbox.Waiting> waiting) {
        Map<String, List<Outbox.Waiting>> byKey = new LinkedHashMap<>();
        for (Outbox.Waiting one : waiting) {
            byKey.computeIfAbsent(one.message().key(), key -> new ArrayList<>()).add(one);
        }
        ConcurrentLinkedQueue<Long> sent = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> chains = new ArrayList<>();
        for (List<Outbox.Waiting> sameKey : byKey.values()) {
            CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
            for (Outbox.Waiting one : sameKey) {
                chain = chain.thenComposeAsync(before -> sender.apply(one.message()), executor)
                        .thenRun(() -> sent.add(one.id()))
                        .toCompletableFuture();
            }
            chains.add(chain);
        }
        try {
            CompletableFuture.allOf(chains.toArray(CompletableFuture[]::new)).join();
        } finally {
            if (!sent.isEmpty()) {
                right.sent(List.copyOf(sent));
            }
        }
    }

    private void pause(Duration longest) throws InterruptedException {
        if (signal.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            signal.drainPermits();
        }
    }

    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(Duration.ofSeconds(3));
            executor.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits out a failure of the database or broker before the next try. */
    private static final class LockPause {
        static void millis(long millis) {
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }
}
