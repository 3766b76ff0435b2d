package dev.doppel.scheduler.process;

import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentObserver;
import dev.doppel.scheduler.environment.ExitReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * The processes of one item: {@code unshare} as our child, process 1 of the item's namespaces as its child, the program below that. Killing
 * process 1 ends everything in the item. Thread-safe.
 */
final class RunningItem {
    private static final String READY = "doppel:ready";
    /** What {@code unshare} says, ending with 1, when process 1 was killed: it cannot pass on a SIGKILL. */
    private static final String FIRST_KILLED = "unshare: sigprocmask unblock failed";

    private static final String FAILED = "doppel:failed ";
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private final String item;
    private final Process process;
    private final Console console;
    private final List<Path> groups;
    private final AtomicBoolean firstKilled;
    private volatile boolean stopping;

    private RunningItem(String item, Process process, List<Path> groups, Console console, AtomicBoolean firstKilled) {
        this.firstKilled = firstKilled;
        this.groups = List.copyOf(groups);
        this.item = item;
        this.process = process;
        this.console = console;
    }

    /**
     * Starts and returns when the program runs; blocks for as long as a spawn takes.
     *
     * @param groups control groups that it joins
     * @throws EnvironmentFailure when the item could not be set up, with the reason
     */
    static RunningItem start(
            String item,
            List<String> command,
            Spawner.Program program,
            List<Path> groups,
            EnvironmentObserver observer,
            Clock clock)
            throws IOException {
        ProcessBuilder builder = Tool.builder(command);
        if (!program.input()) {
            builder.redirectInput(
                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        }
        Process process = builder.start();
        InputStream out = process.getInputStream();
        String first = firstLine(out);
        if (!first.equals(READY)) {
            String said = first.startsWith(FAILED)
                    ? first.substring(FAILED.length())
                    : (first + " " + new String(process.getErrorStream().readNBytes(4096), StandardCharsets.UTF_8));
            process.destroyForcibly();
            throw new EnvironmentFailure(item, "item " + item + " could not be started: " + said.strip(), List.of());
        }
        AtomicBoolean firstKilled = new AtomicBoolean();
        Predicate<String> control = line -> {
            boolean killed = line.startsWith(FIRST_KILLED);
            if (killed) {
                firstKilled.set(true);
            }
            return killed || program.control().test(line);
        };
        Console console = new Console(item, process, out, control, observer, clock);
        RunningItem running = new RunningItem(item, process, groups, console, firstKilled);
        running.stopping = program.input();
        Thread.ofVirtual().name("exit-" + item).start(() -> running.awaitExit(observer));
        return running;
    }

    private static String firstLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n' && line.size() < 8192; c = in.read()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Writes a line to the program's input. */
    void say(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** Calls back once when it has ended. */
    void onEnd(Runnable action) {
        process.onExit().thenRun(action);
    }

    /** The process that entered the item's network namespace. */
    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Exit code once it has ended; call only when not {@link #alive}. */
    int exitCode() {
        return process.exitValue();
    }

    /** From now on its end is reported, unless {@link #stop} comes first. */
    void reportEnd() {
        stopping = false;
    }

    /** Up to 50 last lines, oldest first, after everything was read if it has ended. */
    List<String> lastLines() throws InterruptedException {
        if (!process.isAlive()) {
            console.awaitEnd();
        }
        return console.lastLines();
    }

    /** Ends it: SIGTERM to the program, after the grace SIGKILL to process 1; returns when nothing of it runs and all output was handed on. */
    void stop(Duration grace) throws InterruptedException {
        stopping = true;
        List<ProcessHandle> first = process.children().toList();
        if (!grace.isZero()) {
            first.forEach(ProcessHandle::destroy);
            process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
        }
        // process 1 and not its parent: so that the parent's end says that process 1 is gone
        first.forEach(ProcessHandle::destroyForcibly);
        if (!process.waitFor(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("item " + item + " did not end within " + KILL_LIMIT + " of SIGKILL");
        }
        console.awaitEnd();
    }

    private void awaitExit(EnvironmentObserver observer) {
        try {
            int ended = process.waitFor();
            console.awaitEnd();
            int code = firstKilled.get() ? 128 + 9 : ended;
            if (!stopping) {
                List<String> lines = console.lastLines();
                observer.exited(item, code, ExitReason.of(code, Cgroups.outOfMemory(groups), lines), lines);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
