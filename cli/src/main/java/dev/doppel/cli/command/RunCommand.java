package dev.doppel.cli.command;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.client.PlatformClient;
import dev.doppel.cli.launch.Directories;
import dev.doppel.cli.launch.PlatformAddress;
import dev.doppel.cli.launch.PlatformLauncher;
import dev.doppel.cli.prepare.LocalBuilds;
import dev.doppel.cli.prepare.Selected;
import dev.doppel.cli.show.RunView;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel run}: prepares, starts a platform if none is up, submits, follows, reports, and leaves a folder behind. */
@CommandLine.Command(
        name = "run",
        description = "Run definitions, each in an environment of its own.",
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    private static final long CI_SECONDS = 600;
    private static final int SUBMIT_ATTEMPTS = 5;

    @CommandLine.Mixin
    private final TargetOptions target = new TargetOptions();

    @CommandLine.Mixin
    private final ServerOptions server = new ServerOptions();

    @CommandLine.Mixin
    private final ViewOptions show = new ViewOptions();

    @CommandLine.Option(
            names = "--detach",
            description =
                    "Submit, print the run's id and leave; 'doppel attach' follows it. Needs a platform that stays.")
    private boolean detach;

    @CommandLine.Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description =
                    "The same submission under the same key is the same run, however often it is sent. Default: a new one.")
    private @Nullable String idempotencyKey;

    @CommandLine.Mixin
    private final FormOptions form = new FormOptions();

    @CommandLine.Option(names = "--failed", description = "Only what did not pass in this project's previous run.")
    private boolean failed;

    /** Names of the definitions to run, with {@code --failed}. */
    private List<String> only = List.of();

    @CommandLine.Option(names = "--timeout", paramLabel = "SECONDS", description = "Limit for the whole command.")
    private long timeoutSeconds;

    @CommandLine.Option(names = "--max-parallel", paramLabel = "N", description = "Environments alive at once.")
    private int maxParallel;

    @CommandLine.Option(names = "--allow-invalid", description = "Definitions with errors do not spoil the exit code.")
    private boolean allowInvalid;

    @CommandLine.Option(names = "--allow-empty", description = "Nothing to run is not an error.")
    private boolean allowEmpty;

    @Override
    public Integer call() throws Exception {
        form.form();
        Selected selected = target.load();
        if (selected.loaded().definitions().isEmpty()) {
            selected.loaded().problems().forEach(System.err::println);
            return allowEmpty && selected.loaded().invalid().isEmpty() ? 0 : ExitCode.USAGE.code();
        }
        Directories directories = Here.directories();
        if (failed) {
            only = PreviousRun.notPassed(directories.runs(), selected);
            if (only.isEmpty()) {
                System.out.println("--failed: everything passed in the previous run of " + selected.name());
                return 0;
            }
        }
        try (RunView view = show.view()) {
            int count = failed ? only.size() : selected.loaded().definitions().size();
            say(view, count + (count == 1 ? " definition" : " definitions") + " of " + selected.name());
            Optional<PlatformClient> remote = server.remote();
            if (remote.isPresent()) {
                try (PlatformClient client = remote.get()) {
                    return submit(selected, directories, client, view, Place.ELSEWHERE);
                }
            }
            Optional<PlatformAddress> up = Here.platformThatIsUp();
            if (detach && up.isEmpty()) {
                throw new CliFailure(
                        ExitCode.USAGE, "--detach needs a platform that stays: --server, or 'doppel up' first");
            }
            LocalBuilds.run(selected, directories.state(), line -> say(view, line));
            if (up.isPresent()) {
                form.check(up.get());
                try (PlatformClient client = new PlatformClient(up.get())) {
                    return submit(selected, directories, client, view, Place.HERE);
                }
            }
            try (PlatformLauncher launcher = PlatformLauncher.start(directories, form.form(), Set.of())) {
                Thread onExit = new Thread(launcher::close, "end-platform");
                Runtime.getRuntime().addShutdownHook(onExit);
                long start = System.nanoTime();
                view.say("Starting the platform ('doppel up' keeps one running) ...");
                launcher.awaitReady(Here::ready);
                view.say(String.format("Platform ready after %.1f s", (System.nanoTime() - start) / 1e9));
                try (PlatformClient client = new PlatformClient(launcher.address())) {
                    return submit(selected, directories, client, view, Place.OURS);
                }
            }
        }
    }

    /** Where the platform is, and how long it stays. */
    private enum Place {
        /** On another machine: it shares no files with us. */
        ELSEWHERE,
        /** Up on this machine. */
        HERE,
        /** Started for this run, and ended with it. */
        OURS
    }

    /** With {@code --detach}, standard output is for the run's id alone. */
    private void say(RunView view, String line) {
        if (detach) {
            System.err.println(line);
        } else {
            view.say(line);
        }
    }

    private int submit(Selected selected, Directories directories, PlatformClient client, RunView view, Place place)
            throws IOException, InterruptedException {
        byte[] bundle = selected.bundle();
        String root = place == Place.ELSEWHERE ? null : selected.root().toString();
        Map<String, String> options = options();
        if (place == Place.ELSEWHERE) {
            options.put("project", selected.name());
        }
        String run = send(client, bundle, root, options, line -> say(view, line));
        if (detach) {
            System.out.println(run);
            System.err.println("'doppel attach " + run + "' follows it, 'doppel cancel " + run + "' ends it.");
            return 0;
        }
        Following following = new Following(client, view, directories, show.junit());
        if (place != Place.OURS) {
            following.cancelWhenInterrupted(run);
        }
        long limit = timeoutSeconds > 0 ? timeoutSeconds : show.ci() ? CI_SECONDS : 0;
        if (limit > 0) {
            following.cancelAfter(run, Duration.ofSeconds(limit));
        }
        ExitCode code = following.toTheEnd(run, selected.name(), bundle);
        boolean invalid = !selected.loaded().invalid().isEmpty() && !allowInvalid;
        return code == ExitCode.PASSED && invalid ? ExitCode.USAGE.code() : code.code();
    }

    /** Sends the submission, again under the same key when the platform or the way to it fails, so that it runs once. */
    private String send(
            PlatformClient client,
            byte[] bundle,
            @Nullable String root,
            Map<String, String> options,
            Consumer<String> say) {
        String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
        for (int attempt = 1; ; attempt++) {
            try {
                return client.submit(bundle, root, options, key).path("id").asText();
            } catch (CliFailure e) {
                if (e.exitCode() != ExitCode.ENVIRONMENT || attempt == SUBMIT_ATTEMPTS) {
                    throw e;
                }
                Duration pause = Duration.ofMillis(500L << attempt - 1);
                say.accept(e.getMessage() + " (trying again in " + pause.toMillis() / 1000.0 + " s)");
                LockSupport.parkNanos(pause.toNanos());
            }
        }
    }

    private Map<String, String> options() {
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
            options.put("only", String.join("\n", only));
        }
        return options;
    }
}
