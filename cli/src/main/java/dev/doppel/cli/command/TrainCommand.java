package dev.doppel.cli.command;

import dev.doppel.cli.launch.Directories;
import dev.doppel.cli.launch.PlatformLauncher;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code doppel train-start}: records AOT caches for the platform's JVMs, so that they start faster; the build script calls it. */
@CommandLine.Command(name = "train-start", hidden = true, description = "Record what makes later starts faster.")
public final class TrainCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @Override
    public Integer call() throws Exception {
        Directories directories = Here.directories();
        Files.createDirectories(directories.aotCaches());
        Files.deleteIfExists(directories.aotCaches().resolve("platform.aot"));
        Files.deleteIfExists(directories.aotCaches().resolve("kafka.aot"));
        try (PlatformLauncher launcher = PlatformLauncher.startTraining(directories)) {
            launcher.awaitReady(Here::ready);
            launcher.finishTraining(LIMIT);
        }
        return 0;
    }
}
