package dev.doppel.cli.command;

import dev.doppel.cli.launch.PlatformAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;

/** {@code doppel down}. */
@CommandLine.Command(
        name = "down",
        description = "End the platform that 'doppel up' started, with everything in it.",
        mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Override
    public Integer call() throws Exception {
        Optional<PlatformAddress> up = Here.platformThatIsUp();
        if (up.isEmpty()) {
            System.out.println("No platform is up.");
            return 0;
        }
        Optional<ProcessHandle> holder = ProcessHandle.of(up.get().pid());
        if (holder.isPresent()) {
            holder.get().destroy();
            long end = System.nanoTime() + LIMIT.toNanos();
            while (up.get().lives() && System.nanoTime() < end) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            holder.get().destroyForcibly();
        }
        Files.deleteIfExists(Here.directories().platformFile());
        System.out.println("The platform is down.");
        return 0;
    }
}
