package dev.doppel.local.part;

import dev.doppel.local.part.PartState.Status;
import dev.doppel.platform.fault.FaultPoints;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One process of the platform, started again whenever it ends by itself. The wait before a start grows from {@link #FIRST_WAIT} to
 * {@link #LONGEST_WAIT} while it keeps ending, and is short again after it lived for {@link #SETTLED}. Every end is written to standard
 * output. Owns one thread; thread-safe.
 */
public final class Part implements AutoCloseable {
    static final Duration FIRST_WAIT = Duration.ofMillis(100);
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    static final Duration SETTLED = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 100;
    private static final long LOOK_WHEN_READY_MILLIS = 1_000;

    private final String name;
    private final String service;
    private final Path log;
    private final Program program;
    private final FaultPoints faults;
    private final Thread thread;
    private volatile @Nullable Process process;
    private volatile Status status = Status.STARTING;
    private volatile int restarts;
    private volatile String lastEnd = "";
    private volatile boolean leaving;

    private Part(String name, String service, Path log, Program program, FaultPoints faults) {
        this.name = name;
        this.service = service;
        this.log = log;
        this.program = program;
        this.faults = faults;
        this.thread = Thread.ofPlatform().name("part-" + name).daemon().unstarted(this::run);
    }

    /**
     * Starts it and goes on; {@link #state} says when it is ready. Reaches the fault point {@code part.NAME} before every start.
     *
     * @param log where the program writes, for {@link #state}
     */
    public static Part start(String name, String service, Path log, Program program, FaultPoints faults) {
        Part part = new Part(name, service, log, program, faults);
        part.thread.start();
        return part;
    }

    private void run() {
        Duration wait = FIRST_WAIT;
        while (!leaving) {
            long started = System.nanoTime();
            String end;
            try {
                faults.reached("part." + name);
                if (leaving) {
                    break;
                }
                status = Status.STARTING;
                Process now = program.start();
                process = now;
                watch(now);
                end = "ended with code " + now.exitValue();
            } catch (InterruptedException e) {
                break;
            } catch (IOException | RuntimeException e) {
                end = "could not be started: " + e.getMessage();
            }
            process = null;
            if (leaving) {
                break;
            }
            if (System.nanoTime() - started > SETTLED.toNanos()) {
                wait = FIRST_WAIT;
            }
            status = Status.DOWN;
            lastEnd = end + " at " + LocalTime.now().truncatedTo(ChronoUnit.MILLIS);
            restarts++;
            System.out.println(
                    lastEnd.substring(lastEnd.length() - 12) + " " + name + " " + end + "; starting it again");
            LockSupport.parkNanos(wait.toNanos());
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        }
        status = Status.GONE;
    }

    private void watch(Process now) throws InterruptedException {
        long look;
        boolean wasReady = false;
        do {
            boolean ready = !leaving && program.ready();
            wasReady |= ready;
            look = ready ? LOOK_WHEN_READY_MILLIS : LOOK_MILLIS;
            status = leaving ? Status.LEAVING : ready ? Status.READY : wasReady ? Status.UNREADY : Status.STARTING;
        } while (!now.waitFor(look, TimeUnit.MILLISECONDS));
    }

    /** How it is now. */
    public PartState state() {
        Process now = process;
        return new PartState(name, service, status, now == null ? 0 : now.pid(), restarts, lastEnd, log);
    }

    /**
     * Waits until it is ready for the first time.
     *
     * @throws IllegalStateException when that takes longer, with what is known of it
     */
    public void awaitReady(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (status != Status.READY) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(name + " was not ready after " + limit.toSeconds() + " s"
                        + (lastEnd.isEmpty() ? "" : "; it " + lastEnd) + "; see " + log);
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** Asks it to stop for good (SIGTERM) and returns at once; it may take its time to finish what it holds. */
    public void leave() {
        leaving = true;
        status = Status.LEAVING;
        Process now = process;
        if (now == null) {
            thread.interrupt();
        } else {
            now.destroy();
        }
    }

    /** Whether it has stopped for good. */
    public boolean gone() {
        return status == Status.GONE;
    }

    /** Waits for its end after {@link #leave}; kills it when that takes longer. */
    public void awaitGone(Duration limit) {
        try {
            if (!thread.join(limit)) {
                Process now = process;
                if (now != null) {
                    now.destroyForcibly();
                }
                thread.join(Duration.ofSeconds(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops it at once, by SIGKILL. */
    @Override
    public void close() {
        leaving = true;
        Process now = process;
        if (now != null) {
            now.destroyForcibly();
        } else {
            thread.interrupt();
        }
        awaitGone(Duration.ofSeconds(2));
    }
}
