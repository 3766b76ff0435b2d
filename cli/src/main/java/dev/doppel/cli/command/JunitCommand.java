package dev.doppel.cli.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel junit}. */
@CommandLine.Command(
        name = "junit",
        description = "Print or write the JUnit report of a run.",
        mixinStandardHelpOptions = true)
public final class JunitCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final Recorded recorded = new Recorded();

    @CommandLine.Option(
            names = "-o",
            paramLabel = "FILE",
            description = "Where to write; - is standard output. Default: junit.xml in the run's folder.")
    private @Nullable String output;

    @CommandLine.Option(names = "--failed", description = "Only what did not pass.")
    private boolean failed;

    @Override
    public Integer call() throws Exception {
        return recorded.write("junit.xml", output, failed);
    }
}
