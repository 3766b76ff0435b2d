package dev.doppel.cli.twin;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code doppel twin stop}. */
@CommandLine.Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "End a background twin. Its ports are free when this returns; rows are forgotten.")
final class TwinStop implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @CommandLine.Mixin
    private final TwinTarget target = new TwinTarget();

    @CommandLine.Option(names = "--all", description = "All twins of this machine's state folder.")
    private boolean all;

    @Override
    public Integer call() throws Exception {
        List<TwinRecord> running = TwinRecord.all(TwinTarget.records());
        if (running.isEmpty()) {
            System.out.println("No twin runs here.");
            return 0;
        }
        for (TwinRecord record : all ? running : List.of(target.record())) {
            TwinProcess.stop(record, LIMIT);
            if (record.log() != null) {
                Files.deleteIfExists(record.log());
            }
            System.out.println("The twin on port " + record.port() + " is stopped.");
        }
        return 0;
    }
}
