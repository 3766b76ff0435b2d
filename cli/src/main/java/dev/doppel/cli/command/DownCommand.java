package dev.doppel.cli.command;

import dev.doppel.cli.launch.PlatformAddress;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** {@code doppel down}. */
@CommandLine.Command(
        name = "down",
        description = "End the platform that 'doppel up' started, with everything in it.",
        mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
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
            try {
                holder.get().onExit().get(10, TimeUnit.SECONDS);
            } catch (java.util.concurrent.TimeoutException e) {
                holder.get().destroyForcibly();
            }
        }
        Files.deleteIfExists(Here.directories().platformFile());
        System.out.println("The platform is down.");
        return 0;
    }
}
