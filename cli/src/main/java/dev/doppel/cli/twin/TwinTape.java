package dev.doppel.cli.twin;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin record}. */
@CommandLine.Command(
        name = "record",
        mixinStandardHelpOptions = true,
        description = {
            "Record a real API without its secrets.",
            "Without --target it starts the recording proxy of a running twin, as 'doppel twin proxy start' does; 'doppel twin proxy stop' ends it.",
            "With --target it is a process of its own before one API: it passes every call on to the target. Ctrl-C ends it; then mocks.yaml,"
                    + " twin.yaml (a sketch with tables) and items.yaml (MOCK items) lie beside the recordings."
        })
final class TwinTape implements Callable<Integer> {
    private static final String MAIN = "dev.doppel.mock.recording.RecordMain";

    @CommandLine.Option(
            names = {"-t", "--target"},
            paramLabel = "URL",
            description = "The API to record, such as https://api.example.com.")
    private @Nullable String target;

    @CommandLine.Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "Where to send the calls, 0 for any free port. Default: 8888.")
    private int port = 8888;

    @CommandLine.Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description =
                    "With --target: folder of the recordings, a new one in it for each session. Default: recordings.")
    private @Nullable String out;

    @CommandLine.Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "With --target: largest Java heap. Default: 512m.")
    private @Nullable String heap;

    @CommandLine.Mixin
    private final TwinProxyStart.Secrets secrets = new TwinProxyStart.Secrets();

    @CommandLine.Mixin
    private final TwinProxyStart.Settings settings = new TwinProxyStart.Settings();

    @CommandLine.Option(
            names = "--twin-port",
            paramLabel = "PORT",
            description = "The twin with this mock port. Default: the only one that runs, else the one on 4280.")
    private @Nullable Integer twinPort;

    @CommandLine.Option(
            names = "--admin-url",
            paramLabel = "URL",
            description =
                    "A twin's admin API, wherever it runs. Default: MOCKD_ADMIN_URL, else the context's, else a twin of this machine's.")
    private @Nullable String adminUrl;

    @CommandLine.Option(
            names = "--context",
            paramLabel = "NAME",
            description =
                    "An admin API that 'twin context' knows by name. Default: MOCKD_CONTEXT, else what 'context use' chose.")
    private @Nullable String context;

    @CommandLine.Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "The admin key. Default: the context's, else MOCKD_API_KEY, else what a twin of this machine keeps.")
    private @Nullable String key;

    @CommandLine.Option(names = "--json", description = "Print JSON (without --target).")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (target == null) {
            if (out != null || heap != null) {
                throw new CliFailure(
                        ExitCode.USAGE,
                        "--out and --heap go with --target: without it the recordings lie in the twin's data folder.");
            }
            TwinTarget twin = new TwinTarget(twinPort, adminUrl, context, key);
            return settings.start(twin.client(), port, secrets).print(json);
        }
        if (settings.any() || json || twinPort != null || adminUrl != null || context != null || key != null) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "--target starts a process of its own, which records all calls: only --port, --out, --ca-file, --heap and"
                            + " --secret-... go with it.");
        }
        List<String> arguments = new ArrayList<>(
                List.of("--target=" + target, "--port=" + port, "--out=" + (out == null ? "recordings" : out)));
        secrets.arguments(arguments);
        return new TwinProcess(TwinTarget.directories()).foreground(MAIN, arguments, heap);
    }
}
