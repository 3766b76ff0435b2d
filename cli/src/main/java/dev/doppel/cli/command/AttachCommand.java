package dev.doppel.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.client.PlatformClient;
import dev.doppel.cli.prepare.Selected;
import dev.doppel.cli.show.RunView;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code doppel attach}: follows a run that somebody submitted, such as {@code doppel run --detach}. */
@CommandLine.Command(
        name = "attach",
        description = {
            "Follow a run that is under way or over: shows it from its beginning, reports it, leaves its folder here, and exits as 'run' would.",
            "Ctrl-C leaves the run alone; 'doppel cancel' ends it."
        },
        mixinStandardHelpOptions = true)
public final class AttachCommand implements Callable<Integer> {
    @CommandLine.Parameters(paramLabel = "RUN", description = "Id of the run.")
    private String run = "";

    @CommandLine.Mixin
    private final ServerOptions server = new ServerOptions();

    @CommandLine.Mixin
    private final ViewOptions show = new ViewOptions();

    @Override
    public Integer call() throws Exception {
        try (PlatformClient client = server.platform();
                RunView view = show.view()) {
            JsonNode known = client.json("/api/v1/runs/" + PlatformClient.encode(run))
                    .orElseThrow(() -> new CliFailure(
                            ExitCode.USAGE,
                            "The platform at " + client.address().base() + " knows no run " + run
                                    + ": 'doppel status' lists those it knows."));
            String project = Selected.folderName(known.path("project").asText());
            return new Following(client, view, Here.directories(), show.junit())
                    .toTheEnd(run, project, null)
                    .code();
        }
    }
}
