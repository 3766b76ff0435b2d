package dev.doppel.scheduler.process;

import dev.doppel.scheduler.environment.EnvironmentObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Takes an item's two output streams line by line and hands them on in order. Bounded: a line is cut at 16 KiB, at most
 * {@link #WAITING} lines wait for the observer, the rest are counted and given up, so an item that floods holds nobody up, itself least.
 * Reading a pipe pins a carrier thread, so the readers are platform threads with small stacks. Thread-safe.
 */
final class Console {
    static final int MAX_LINE = 16 * 1024;
    private static final int WAITING = 20_000;
    private static final int LAST_LINES = 50;
    private static final int STACK = 128 * 1024;

    private static final Line END = new Line("", "", Instant.EPOCH);

    private record Line(String stream, String text, Instant at) {}

    private final String item;
    private final EnvironmentObserver observer;
    private final Clock clock;
    private final Predicate<String> control;
    private final BlockingQueue<Line> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicInteger readersLeft = new AtomicInteger(2);
    private final Thread deliverer;
    private final ArrayDeque<String> last = new ArrayDeque<>();

    /** Starts reading at once. */
    Console(
            String item,
            Process process,
            InputStream out,
            Predicate<String> control,
            EnvironmentObserver observer,
            Clock clock) {
        this.control = control;
        this.item = item;
        this.observer = observer;
        this.clock = clock;
        reader("stdout", out);
        reader("stderr", process.getErrorStream());
        this.deliverer = Thread.ofVirtual().name("console-" + item).start(this::deliver);
    }

    /** Up to 50 last lines, oldest first. */
    List<String> lastLines() {
        synchronized (last) {
            return new ArrayList<>(last);
        }
    }

    /** Waits until both streams have ended and everything read was handed on. */
    void awaitEnd() throws InterruptedException {
        deliverer.join();
    }

    private void reader(String stream, InputStream in) {
        Thread thread = new Thread(null, () -> read(stream, in), "console-" + item + "-" + stream, STACK);
        thread.setDaemon(true);
        thread.start();
    }

    private void read(String stream, InputStream in) {
        byte[] chunk = new byte[8192];
        byte[] line = new byte[MAX_LINE];
        int length = 0;
        try (in) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                for (int i = 0; i < n; i++) {
                    if (chunk[i] == '\n') {
                        take(stream, line, length);
                        length = 0;
                    } else if (length < MAX_LINE) {
                        line[length++] = chunk[i];
                    }
                }
            }
        } catch (IOException closed) {
            // the process is gone
        } finally {
            if (length > 0) {
                take(stream, line, length);
            }
            if (readersLeft.decrementAndGet() == 0) {
                end();
            }
        }
    }

    private void end() {
        try {
            waiting.put(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(String stream, byte[] line, int length) {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        String text = new String(line, 0, end, StandardCharsets.UTF_8);
        if (control.test(text)) {
            return;
        }
        synchronized (last) {
            if (last.size() == LAST_LINES) {
                last.removeFirst();
            }
            last.addLast(text);
        }
        if (!waiting.offer(new Line(stream, text, clock.instant()))) {
            dropped.incrementAndGet();
        }
    }

    private void deliver() {
        try {
            Line next;
            do {
                next = waiting.take();
                long lost = dropped.getAndSet(0);
                if (lost > 0) {
                    observer.consoleDropped(item, lost);
                }
                if (next != END) {
                    observer.console(item, next.stream(), next.text(), next.at());
                }
            } while (next != END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
