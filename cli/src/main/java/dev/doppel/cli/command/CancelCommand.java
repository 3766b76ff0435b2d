package dev.doppel.cli.command;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.client.PlatformClient;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code doppel cancel}. */
@CommandLine.Command(
        name = "cancel",
        description = "Cancel a run. What has been decided stays, its environments are removed.",
        mixinStandardHelpOptions = true)
public final class CancelCommand implements Callable<Integer> {
    @CommandLine.Parameters(paramLabel = "RUN", description = "Id of the run.")
    private String run = "";

    @CommandLine.Mixin
    private final ServerOptions server = new ServerOptions();

    @Override
    public Integer call() {
        try (PlatformClient client = server.platform()) {
            if (!client.cancel(run)) {
                throw new CliFailure(
                        ExitCode.USAGE, "The platform at " + client.address().base() + " knows no run " + run + ".");
            }
            System.out.println("Run " + run + " is being cancelled.");
            return 0;
        }
    }
}
