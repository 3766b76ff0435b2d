package dev.doppel.cli.command;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.client.PlatformClient;
import dev.doppel.cli.launch.PlatformAddress;
import dev.doppel.cli.launch.PlatformForm;
import java.util.List;
import picocli.CommandLine;

/** Options that say how the services run, for commands that may start a platform. */
final class FormOptions {
    @CommandLine.Option(
            names = "--separate",
            description = "Each service in a process of its own, as in a cluster, started again when it ends.")
    private boolean separate;

    @CommandLine.Option(
            names = "--replicas",
            paramLabel = "SERVICE=N,...",
            description = "With --separate: several runner-svc or mock-svc, such as runner=2,mock=2.")
    private String replicas = "";

    PlatformForm form() {
        if (!replicas.isEmpty() && !separate) {
            throw new CliFailure(ExitCode.USAGE, "--replicas needs --separate: one JVM holds one of each service");
        }
        return new PlatformForm(separate, replicas);
    }

    /** What must be given to another command to ask for the same. */
    List<String> words() {
        return separate
                ? replicas.isEmpty() ? List.of("--separate") : List.of("--separate", "--replicas", replicas)
                : List.of();
    }

    /** A platform that is up must be of the form that was asked for. */
    void check(PlatformAddress up) {
        if (form().separate()) {
            try (PlatformClient client = new PlatformClient(up)) {
                if (client.glance("/api/v1/platform").isEmpty()) {
                    throw new CliFailure(
                            ExitCode.USAGE,
                            "The platform that is up has all services in one process: 'doppel down' first, then --separate");
                }
            }
        }
    }
}
