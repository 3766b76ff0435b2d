package dev.doppel.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.client.PlatformClient;
import dev.doppel.cli.launch.PlatformAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code doppel scale}: more or fewer replicas on a platform whose services are separate. */
@CommandLine.Command(
        name = "scale",
        description = {
            "Change how many runner-svc or mock-svc a platform has that 'doppel up --separate' started.",
            "A replica that leaves takes nothing new and stops when the last instance that it holds is done."
        },
        mixinStandardHelpOptions = true)
public final class ScaleCommand implements Callable<Integer> {
    @CommandLine.Parameters(arity = "1..*", paramLabel = "SERVICE=N", description = "Such as runner=3.")
    private List<String> counts = new ArrayList<>();

    @Override
    public Integer call() {
        PlatformAddress up = Here.platformThatIsUp()
                .orElseThrow(() -> new CliFailure(ExitCode.USAGE, "No platform is up: 'doppel up --separate' first"));
        try (PlatformClient client = new PlatformClient(up)) {
            JsonNode parts = client.put("/api/v1/platform/replicas?" + String.join("&", counts));
            Parts.lines(parts).forEach(System.out::println);
            return 0;
        }
    }
}
