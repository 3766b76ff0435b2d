package dev.doppel.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.client.PlatformClient;
import dev.doppel.cli.client.RunEvents;
import dev.doppel.cli.history.RunFolder;
import dev.doppel.cli.launch.Directories;
import dev.doppel.cli.launch.PlatformAddress;
import dev.doppel.cli.launch.PlatformLauncher;
import dev.doppel.cli.prepare.LocalBuilds;
import dev.doppel.cli.prepare.Selected;
import dev.doppel.cli.show.LineView;
import dev.doppel.cli.show.Report;
import dev.doppel.cli.show.RunView;
import dev.doppel.cli.show.Style;
import dev.doppel.cli.show.TreeView;
import dev.doppel.contract.result.Verdict;
import dev.doppel.definition.LoadedDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel run}: prepares, starts a platform if none is up, submits, follows, reports, and leaves a folder behind. */
@CommandLine.Command(
        name = "run",
        description = "Run definitions, each in an environment of its own.",
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    private static final Duration RESULTS_LIMIT = Duration.ofSeconds(15);
    private static final int DEFAULT_WIDTH = 120;

    @CommandLine.Mixin
    private final TargetOptions target = new TargetOptions();

    @CommandLine.Mixin
    private final FormOptions form = new FormOptions();

    @CommandLine.Option(names = "--ci", description = "No interaction, no colours, plain lines; time-out 600 s.")
    private boolean ci;

    @CommandLine.Option(names = "--junit", paramLabel = "FILE", description = "Write a JUnit report.")
    private @Nullable Path junit;

    @CommandLine.Option(names = "--failed", description = "Only what did not pass in this project's previous run.")
    private boolean failed;

    @CommandLine.Option(names = "--timeout", paramLabel = "SECONDS", description = "Limit for the whole command.")
    private long timeoutSeconds;

    @CommandLine.Option(names = "--max-parallel", paramLabel = "N", description = "Environments alive at once.")
    private int maxParallel;

    @CommandLine.Option(names = "--allow-invalid", description = "Definitions with errors do not spoil the exit code.")
    private boolean allowInvalid;

    @CommandLine.Option(names = "--allow-empty", description = "Nothing to run is not an error.")
    private boolean allowEmpty;

    private final AtomicBoolean finished = new AtomicBoolean();
    private final AtomicBoolean timedOut = new AtomicBoolean();

    @Override
    public Integer call() throws Exception {
        form.form();
        Selected selected = select();
        if (selected.loaded().definitions().isEmpty()) {
            selected.loaded().problems().forEach(System.err::println);
            return allowEmpty && selected.loaded().invalid().isEmpty() ? 0 : ExitCode.USAGE.code();
        }
        Directories directories = Here.directories();
        try (RunView view = view()) {
            int count = selected.loaded().definitions().size();
            view.say(count + (count == 1 ? " definition" : " definitions") + " of " + selected.name());
            LocalBuilds.run(selected, directories.state(), view::say);
            Optional<PlatformAddress> up = Here.platformThatIsUp();
            if (up.isPresent()) {
                form.check(up.get());
                return submit(selected, directories, up.get(), view);
            }
            try (PlatformLauncher launcher = PlatformLauncher.start(directories, form.form(), Set.of())) {
                Thread onExit = new Thread(launcher::close, "end-platform");
                Runtime.getRuntime().addShutdownHook(onExit);
                long start = System.nanoTime();
                view.say("Starting the platform ('doppel up' keeps one running) ...");
                launcher.awaitReady(Here::ready);
                view.say(String.format("Platform ready after %.1f s", (System.nanoTime() - start) / 1e9));
                return submit(selected, directories, launcher.address(), view);
            }
        }
    }

    private Selected select() {
        return target.load();
    }

    private RunView view() {
        boolean terminal = System.console() != null && System.console().isTerminal() && !ci;
        boolean colour = terminal && System.getenv("NO_COLOR") == null;
        String columns = System.getenv("COLUMNS");
        int width = columns != null && columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
        return terminal && !"dumb".equals(System.getenv("TERM"))
                ? new TreeView(System.out, new Style(colour), width)
                : new LineView(System.out, new Style(false));
    }

    private int submit(Selected selected, Directories directories, PlatformAddress address, RunView view)
            throws IOException, InterruptedException {
        try (PlatformClient client = new PlatformClient(address)) {
            byte[] bundle = selected.bundle();
            JsonNode accepted = client.submit(
                    bundle,
                    selected.root().toString(),
                    options(selected, directories),
                    UUID.randomUUID().toString());
            String run = accepted.path("id").asText();
            Thread cancelOnExit = new Thread(() -> {
                if (!finished.get()) {
                    client.cancel(run);
                }
            });
            if (Here.platformThatIsUp().isPresent()) {
                Runtime.getRuntime().addShutdownHook(cancelOnExit);
            }
            startTimer(client, run);
            new RunEvents(client, run).follow(view::event);
            finished.set(true);
            view.close();
            RunFolder folder = RunFolder.create(directories.runs(), selected.name(), run, Clock.systemDefaultZone());
            Files.write(folder.path().resolve("bundle.zip"), bundle);
            folder.writeSummary(run, selected.name(), view.model());
            fetch(client, run, folder);
            RunFolder.prune(directories.runs(), selected.name());
            new Report(new Style(view instanceof TreeView)).lines(view.model()).forEach(System.out::println);
            System.out.println("Recorded in " + folder.path());
            return exitCode(view.model().verdict(), !selected.loaded().invalid().isEmpty());
        }
    }

    private Map<String, String> options(Selected selected, Directories directories) {
        Map<String, String> options = new LinkedHashMap<>();
        if (target.strict()) {
            options.put("strict", "true");
        }
        if (maxParallel > 0) {
            options.put("maxParallel", Integer.toString(maxParallel));
        }
        if (!target.environment().isEmpty()) {
            List<String> pairs = new ArrayList<>();
            target.environment().forEach((key, value) -> pairs.add(key + "=" + value));
            options.put("env", String.join("\n", pairs));
        }
        if (failed) {
            List<String> before = RunFolder.latest(directories.runs(), selected.name())
                    .map(RunFolder::notPassed)
                    .orElseThrow(() -> new CliFailure(
                            ExitCode.USAGE, "--failed: no earlier run of " + selected.name() + " is recorded here"));
            List<String> names = selected.loaded().definitions().stream()
                    .map(LoadedDefinition::definition)
                    .map(definition -> definition.name())
                    .filter(before::contains)
                    .toList();
            if (names.isEmpty()) {
                throw new CliFailure(ExitCode.USAGE, "--failed: everything passed in the previous run");
            }
            options.put("only", String.join("\n", names));
        }
        return options;
    }

    private void startTimer(PlatformClient client, String run) {
        long limit = timeoutSeconds > 0 ? timeoutSeconds : ci ? 600 : 0;
        if (limit > 0) {
            Thread.ofVirtual().name("time-out").start(() -> {
                LockSupport.parkNanos(Duration.ofSeconds(limit).toNanos());
                if (!finished.get()) {
                    timedOut.set(true);
                    client.cancel(run);
                }
            });
        }
    }

    private void fetch(PlatformClient client, String run, RunFolder folder) throws IOException {
        long end = System.nanoTime() + RESULTS_LIMIT.toNanos();
        Optional<String> report = client.text("/api/v1/results/" + run + "/junit.xml");
        while (report.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            report = client.text("/api/v1/results/" + run + "/junit.xml");
        }
        if (report.isEmpty()) {
            System.err.println(
                    "The results were not complete after " + RESULTS_LIMIT.toSeconds() + " s: no report, no dump.");
            return;
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
        if (dump.isPresent()) {
            folder.write("dump.json", dump.get());
        }
    }

    private int exitCode(@Nullable Verdict verdict, boolean invalid) {
        if (timedOut.get()) {
            System.err.println("Time-out: the run was cancelled.");
            return ExitCode.TIMED_OUT.code();
        }
        if (verdict == null) {
            return ExitCode.ENVIRONMENT.code();
        }
        ExitCode code = ExitCode.of(verdict);
        return code == ExitCode.PASSED && invalid && !allowInvalid ? ExitCode.USAGE.code() : code.code();
    }
}
