package dev.doppel.scheduler.console;

import dev.doppel.contract.evidence.ConsoleBarrierAnswer;
import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.evidence.ConsoleLines;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.request.BarrierRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The console of one attempt: numbers lines over all items, sends them in batches, keeps the last of each item, and answers barriers.
 * An item that floods loses lines, which are counted; nobody else does. A batch that the broker does not take is sent again, in order.
 * Thread-safe; {@link #line} never waits.
 */
public final class ConsoleRecorder implements AutoCloseable {
    static final int LINES_PER_SECOND = 5_000;
    private static final int MAX_WAITING = 20_000;
    private static final int BATCH_LINES = 100;
    private static final int BATCH_CHARS = 60_000;
    private static final int TAIL = 50;
    private static final long FLUSH_MILLIS = 20;
    private static final long RETRY_MILLIS = 200;

    private final AttemptId attempt;
    private final ConsoleSink sink;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final ArrayDeque<ConsoleLine> waiting = new ArrayDeque<>();
    private final Map<String, Item> items = new HashMap<>();
    private long lastNumber;
    private long lastAt;
    private long dropped;
    private boolean flushing;
    private boolean closed;

    /** What is kept per item: its last lines, and how many came in the current second. */
    private static final class Item {
        final ArrayDeque<String> tail = new ArrayDeque<>();
        long second;
        int count;
    }

    /**
     * @param timer for batches and barriers; tasks are short
     * @param clock for times shown to people
     */
    public ConsoleRecorder(AttemptId attempt, ConsoleSink sink, ScheduledExecutorService timer, Clock clock) {
        this.attempt = attempt;
        this.sink = sink;
        this.timer = timer;
        this.clock = clock;
        this.lastAt = System.nanoTime();
    }

    /** Takes one line in. */
    public synchronized void line(String name, String stream, String text, Instant at) {
        Item item = items.computeIfAbsent(name, n -> new Item());
        item.tail.addLast(text);
        if (item.tail.size() > TAIL) {
            item.tail.removeFirst();
        }
        if (closed) {
            return;
        }
        long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
        if (second != item.second) {
            item.second = second;
            item.count = 0;
        }
        if (++item.count > LINES_PER_SECOND || waiting.size() >= MAX_WAITING) {
            dropped++;
            return;
        }
        lastNumber++;
        lastAt = System.nanoTime();
        waiting.addLast(new ConsoleLine(lastNumber, at, name, stream, Levels.of(text), text));
        if (!flushing) {
            flushing = true;
            timer.schedule(this::flush, waiting.size() >= BATCH_LINES ? 0 : FLUSH_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Lines were given up before they reached this recorder. */
    public synchronized void dropped(long lines) {
        dropped += lines;
    }

    /** The item's last lines, oldest first. */
    public synchronized List<String> tail(String name) {
        Item item = items.get(name);
        return item == null ? List.of() : List.copyOf(item.tail);
    }

    private void flush() {
        ConsoleLines batch;
        synchronized (this) {
            List<ConsoleLine> lines = new ArrayList<>();
            int chars = 0;
            for (ConsoleLine line : waiting) {
                if (lines.size() == BATCH_LINES
                        || !lines.isEmpty() && chars + line.message().length() > BATCH_CHARS) {
                    break;
                }
                lines.add(line);
                chars += line.message().length();
            }
            if (lines.isEmpty()) {
                flushing = false;
                return;
            }
            batch = new ConsoleLines(attempt, lines, dropped);
        }
        sink.send(batch).whenComplete((done, failure) -> sent(batch, failure));
    }

    private synchronized void sent(ConsoleLines batch, @Nullable Throwable failure) {
        if (failure == null) {
            for (int i = 0; i < batch.lines().size(); i++) {
                waiting.removeFirst();
            }
        }
        if (waiting.isEmpty()) {
            flushing = false;
        } else {
            timer.schedule(
                    this::flush,
                    failure != null ? RETRY_MILLIS : waiting.size() >= BATCH_LINES ? 0 : FLUSH_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Answers once: when no line came for the quiet time, at the latest at the latest time; both run from now. */
    public void barrier(BarrierRequest request) {
        long received = System.nanoTime();
        look(request, received);
    }

    private void look(BarrierRequest request, long received) {
        ConsoleBarrierAnswer answer;
        synchronized (this) {
            long now = System.nanoTime();
            long quietAt =
                    (lastAt - received > 0 ? lastAt : received) + TimeUnit.MILLISECONDS.toNanos(request.quietMillis());
            long latestAt = received + TimeUnit.MILLISECONDS.toNanos(request.latestMillis());
            boolean quiet = now - quietAt >= 0;
            if (!quiet && now - latestAt < 0) {
                long wait = Math.min(quietAt - now, latestAt - now);
                timer.schedule(() -> look(request, received), wait, TimeUnit.NANOSECONDS);
                return;
            }
            answer = new ConsoleBarrierAnswer(attempt, request.id(), lastNumber, quiet, dropped, clock.instant());
        }
        answer(answer);
    }

    private void answer(ConsoleBarrierAnswer answer) {
        sink.send(answer).whenComplete((done, failure) -> {
            if (failure != null) {
                timer.schedule(() -> answer(answer), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
    }

    /** No more lines are taken; what waits is still sent. */
    @Override
    public synchronized void close() {
        closed = true;
    }
}
