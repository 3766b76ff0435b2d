package dev.doppel.mock.recording;

import dev.doppel.twin.record.Exchange;
import dev.doppel.twin.record.Recorder;
import dev.doppel.twin.record.Recordings;
import dev.doppel.twin.record.Redaction;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Cleans exchanges of their secrets and keeps them, one after the other on a thread of its own, so that nobody's traffic waits for it. What
 * comes while 1 000 wait is counted and not kept. Thread-safe; the owner closes.
 */
final class RecordingWriter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RecordingWriter.class);
    private static final int MOST_WAITING = 1_000;
    private static final long SETTLE_SECONDS = 10;

    private final Recorder recorder;
    private final Recordings out;
    private final ThreadPoolExecutor thread;
    private final AtomicLong missed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    RecordingWriter(Redaction rules, Recordings out) {
        this.recorder = new Recorder(rules);
        this.out = out;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().daemon().name("recordings").factory());
    }

    /** @param done run when nothing of the exchange is held any more */
    void write(Exchange exchange, Runnable done) {
        try {
            thread.execute(() -> {
                try {
                    out.add(recorder.capture(exchange));
                } catch (RuntimeException | StackOverflowError e) {
                    if (failed.getAndIncrement() == 0) {
                        LOG.warnf("an exchange could not be recorded: %s", e.getMessage());
                    }
                } finally {
                    done.run();
                }
            });
        } catch (RejectedExecutionException e) {
            missed.incrementAndGet();
            done.run();
        }
    }

    /** Waits until all that came before is kept; ten seconds at most. */
    void settle() {
        try {
            thread.submit(() -> {}).get(SETTLE_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException | ExecutionException | TimeoutException e) {
            LOG.debugf("recordings are still being written: %s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Exchanges that came while too many waited. */
    long missed() {
        return missed.get();
    }

    /** Exchanges that could not be cleaned or written. */
    long failed() {
        return failed.get();
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(SETTLE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
