package dev.doppel.scheduler.kubernetes.watch;

import dev.doppel.scheduler.environment.EnvironmentObserver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log of one item on a virtual thread and hands on its lines in order. A connection that breaks is made again from the last line's
 * time, and that is said: what was rotated away meanwhile nobody knows, so absence on the console cannot be proved any more. Thread-safe.
 */
final class PodLog implements AutoCloseable {
    private static final int MAX_LINE = 16 * 1024;
    private static final int LAST_LINES = 50;
    private static final long RETRY_MILLIS = 200;
    private static final long END_NEWS_MILLIS = 3000;
    private static final int MOST_FAILURES = 15;

    private final String item;
    private final LogSource source;
    private final EnvironmentObserver observer;
    private final Clock clock;
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;
    private LogSource.@Nullable Opened open;
    private @Nullable Instant newest;

    PodLog(String item, LogSource source, EnvironmentObserver observer, Clock clock) {
        this.item = item;
        this.source = source;
        this.observer = observer;
        this.clock = clock;
        Thread.ofVirtual().name("log-" + item).start(this::run);
    }

    /** The item has ended: a log that ends from now on is complete. */
    void itemEnded() {
        ended.countDown();
    }

    /** Waits until everything was handed on, for a bounded time. */
    void awaitEnd(Duration limit) throws InterruptedException {
        done.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Up to 50 last lines, oldest first. */
    List<String> lastLines() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }

    /** How a reading went. */
    private enum Read {
        WHOLE,
        BROKEN,
        NEVER_OPENED
    }

    private void run() {
        try {
            int failures = 0;
            while (!closed) {
                boolean over = ended.getCount() == 0;
                Read result = read();
                // a log that ends by itself is followed by the news of the item's end; anything else is a broken
                // connection
                if (result == Read.WHOLE && (over || ended.await(END_NEWS_MILLIS, TimeUnit.MILLISECONDS)) || closed) {
                    return;
                }
                if (result != Read.NEVER_OPENED) {
                    observer.progress(item, "its log broke off and is read again from " + newest);
                    observer.consoleDropped(item, 1);
                }
                if (++failures >= MOST_FAILURES && over) {
                    observer.consoleDropped(item, 1);
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done.countDown();
        }
    }

    private Read read() {
        boolean opened = false;
        try (LogSource.Opened now = source.open(newest == null ? null : newest.toString())) {
            opened = true;
            synchronized (this) {
                open = now;
            }
            if (!closed) {
                lines(now.in());
            }
            return Read.WHOLE;
        } catch (IOException | RuntimeException e) {
            return opened ? Read.BROKEN : Read.NEVER_OPENED;
        }
    }

    private void lines(InputStream raw) throws IOException {
        InputStream in = new BufferedInputStream(raw);
        Instant before = newest;
        byte[] line = new byte[MAX_LINE + 64];
        int length = 0;
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                take(new String(line, 0, length, StandardCharsets.UTF_8), before);
                length = 0;
            } else if (length < line.length) {
                line[length++] = (byte) c;
            }
        }
        if (length > 0) {
            take(new String(line, 0, length, StandardCharsets.UTF_8), before);
        }
    }

    private void take(String line, @Nullable Instant before) {
        int space = line.indexOf(' ');
        Instant at = clock.instant();
        String text = line;
        try {
            at = Instant.parse(space < 0 ? line : line.substring(0, space));
            text = space < 0 ? "" : line.substring(space + 1);
        } catch (DateTimeException e) {
            // a line without a time is handed on as it is
        }
        if (before != null && !at.isAfter(before)) {
            return;
        }
        newest = at;
        String cut = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        if (cut.length() > MAX_LINE) {
            cut = cut.substring(0, MAX_LINE);
        }
        synchronized (last) {
            if (last.size() == LAST_LINES) {
                last.removeFirst();
            }
            last.addLast(cut);
        }
        observer.console(item, "stdout", cut, at);
    }

    @Override
    public void close() {
        closed = true;
        ended.countDown();
        LogSource.Opened now;
        synchronized (this) {
            now = open;
        }
        if (now != null) {
            now.close();
        }
    }
}
