package dev.doppel.cli.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel dump}. */
@CommandLine.Command(
        name = "dump",
        description = "Print or write everything recorded of a run: definition, traffic, console, assertions.",
        mixinStandardHelpOptions = true)
public final class DumpCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final Recorded recorded = new Recorded();

    @CommandLine.Option(
            names = "-o",
            paramLabel = "FILE",
            description = "Where to write; - is standard output. Default: dump.json in the run's folder.")
    private @Nullable String output;

    @CommandLine.Option(names = "--failed", description = "Only what did not pass.")
    private boolean failed;

    @Override
    public Integer call() throws Exception {
        return recorded.write("dump.json", output, failed);
    }
}
