package dev.doppel.cli.command;

import dev.doppel.cli.ExitCode;
import dev.doppel.cli.client.PlatformClient;
import dev.doppel.cli.client.RunEvents;
import dev.doppel.cli.history.Escapes;
import dev.doppel.cli.history.RunFolder;
import dev.doppel.cli.launch.Directories;
import dev.doppel.cli.show.Report;
import dev.doppel.cli.show.RunView;
import dev.doppel.cli.show.Style;
import dev.doppel.cli.show.TreeView;
import dev.doppel.contract.result.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Follows one run to its end, on whatever platform it is; reports it, and leaves its folder on this machine. Confined to a thread. */
final class Following {
    private static final Duration CANCEL_LIMIT = Duration.ofSeconds(5);
    private static final Duration RESULTS_LIMIT = Duration.ofSeconds(60);

    private final PlatformClient client;
    private final RunView view;
    private final Directories directories;
    private final @Nullable Path junit;
    private final AtomicBoolean finished = new AtomicBoolean();
    private final AtomicBoolean timedOut = new AtomicBoolean();

    /** @param junit where to write a JUnit report, null for nowhere but the run's folder */
    Following(PlatformClient client, RunView view, Directories directories, @Nullable Path junit) {
        this.client = client;
        this.view = view;
        this.directories = directories;
        this.junit = junit;
    }

    /** From now on, ending this command cancels the run unless it has finished. */
    void cancelWhenInterrupted(String run) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (finished.get()) {
                return;
            }
            // the client waits long for a platform that is away; whoever pressed Ctrl-C does not
            Thread asking = Thread.ofVirtual().start(() -> client.cancel(run));
            try {
                asking.join(CANCEL_LIMIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /** Cancels the run when it has not finished by then. */
    void cancelAfter(String run, Duration limit) {
        Thread.ofVirtual().name("time-out").start(() -> {
            LockSupport.parkNanos(limit.toNanos());
            if (!finished.get()) {
                timedOut.set(true);
                client.cancel(run);
            }
        });
    }

    /**
     * Blocks until the run has finished and all of it is recorded.
     *
     * @param bundle what was submitted, null when this command did not submit it
     * @return how it ended
     */
    ExitCode toTheEnd(String run, String project, byte @Nullable [] bundle) throws IOException, InterruptedException {
        new RunEvents(client, run).follow(view::event, view::say);
        finished.set(true);
        view.close();
        RunFolder folder = RunFolder.create(directories.runs(), project, run, Clock.systemDefaultZone());
        if (bundle != null) {
            Files.write(folder.path().resolve("bundle.zip"), bundle);
        }
        folder.writeSummary(run, project, view.model());
        List<String> escapes = fetch(run, folder);
        RunFolder.prune(directories.runs(), project);
        new Report(new Style(view instanceof TreeView)).lines(view.model()).forEach(System.out::println);
        escapes.forEach(line -> System.out.println("  escape " + line));
        System.out.println("Recorded in " + folder.path());
        if (timedOut.get()) {
            System.err.println("Time-out: the run was cancelled.");
            return ExitCode.TIMED_OUT;
        }
        Verdict verdict = view.model().verdict();
        return verdict == null ? ExitCode.ENVIRONMENT : ExitCode.of(verdict);
    }

    /** Keeps report and dump; what tried to leave its environment, a line each. */
    private List<String> fetch(String run, RunFolder folder) throws IOException {
        long end = System.nanoTime() + RESULTS_LIMIT.toNanos();
        Optional<String> report = client.text("/api/v1/results/" + run + "/junit.xml");
        while (report.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            report = client.text("/api/v1/results/" + run + "/junit.xml");
        }
        if (report.isEmpty()) {
            System.err.println(
                    "The results were not complete after " + RESULTS_LIMIT.toSeconds() + " s: no report, no dump.");
            return List.of();
        }
        folder.write("junit.xml", report.get());
        if (junit != null) {
            Path parent = junit.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(junit, report.get());
        }
        Optional<String> dump = client.text("/api/v1/results/" + run + "/dump.json");
        if (dump.isEmpty()) {
            return List.of();
        }
        folder.write("dump.json", dump.get());
        return Escapes.in(dump.get());
    }
}
