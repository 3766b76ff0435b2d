package dev.doppel.cli.command;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.launch.Directories;
import dev.doppel.cli.launch.PlatformAddress;
import dev.doppel.cli.launch.PlatformLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;

/** {@code doppel up}: a platform that stays, so that later runs start at once. */
@CommandLine.Command(
        name = "up",
        description = "Start the platform and leave it running; later runs use it.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    @CommandLine.Option(
            names = "--foreground",
            description = "Stay here until Ctrl-C instead of going to the background.")
    private boolean foreground;

    @CommandLine.Mixin
    private final FormOptions form = new FormOptions();

    @CommandLine.Option(
            names = "--egress-allow",
            paramLabel = "HOST:PORT",
            description = "An address that is not public but may be reached from environments. Repeatable.")
    private List<String> egressAllow = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Optional<PlatformAddress> up = Here.platformThatIsUp();
        form.form();
        if (up.isPresent()) {
            form.check(up.get());
            System.out.println("The platform is up already at " + up.get().base());
            return 0;
        }
        return foreground ? hold() : background();
    }

    private int hold() throws Exception {
        Directories directories = Here.directories();
        PlatformLauncher launcher = PlatformLauncher.start(directories, form.form(), Set.copyOf(egressAllow));
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                Files.deleteIfExists(directories.platformFile());
            } catch (IOException e) {
                // found stale by its pid
            }
            launcher.close();
        }));
        launcher.awaitReady(Here::ready);
        launcher.address().write(directories.platformFile());
        System.out.println("The platform is up at " + launcher.address().base());
        launcher.process().onExit().thenRun(ended::countDown);
        ended.await();
        System.err.println("The platform has ended.");
        return ExitCode.ENVIRONMENT.code();
    }

    private int background() throws IOException {
        Directories directories = Here.directories();
        Path log = directories.state().resolve("up.log");
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-Ddoppel.home=" + directories.home(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.doppel.cli.Main",
                "up",
                "--foreground"));
        command.addAll(form.words());
        egressAllow.forEach(allow -> command.addAll(List.of("--egress-allow", allow)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        System.out.println("Starting the platform ...");
        while (process.isAlive()) {
            Optional<PlatformAddress> up = PlatformAddress.find(directories.platformFile());
            if (up.isPresent()) {
                System.out.println("The platform is up at " + up.get().base() + "; 'doppel down' ends it.");
                return 0;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new CliFailure(ExitCode.ENVIRONMENT, "The platform did not start:\n" + Files.readString(log));
    }
}
