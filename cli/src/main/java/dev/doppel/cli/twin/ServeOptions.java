package dev.doppel.cli.twin;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What a twin is made of and how it answers, for every command that serves one. */
final class ServeOptions {
    @CommandLine.Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "The mockd.yaml (paths in it are relative to its folder), or any document that 'twin import' reads,"
                            + " such as an OpenAPI document.")
    private @Nullable Path config;

    @CommandLine.Option(
            names = "--load",
            paramLabel = "DIR",
            description = "Serve every document in this folder and those below it too (mockd files and whatever 'twin"
                    + " import' reads).")
    private @Nullable Path load;

    @CommandLine.Option(
            names = "--watch",
            description = {
                "Follow changes of the configuration and of all that was read with it.",
                "Tables that are described as before keep their rows. A change that cannot be loaded is said, and not"
                        + " served.",
                "Ports, log size and faults stay as they were."
            })
    private boolean watch;

    @CommandLine.Option(
            names = "--https-port",
            paramLabel = "PORT",
            description = "A port for HTTPS. Default: serverConfig.httpsPort, else none. The CA is in the data folder"
                    + " (ca/ca.pem).")
    private @Nullable Integer httpsPort;

    @CommandLine.Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Your own certificate for HTTPS, with its chain (PEM), in place of those of the twin's CA.")
    private @Nullable Path tlsCert;

    @CommandLine.Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Its private key (PEM, PKCS#8, no pass phrase).")
    private @Nullable Path tlsKey;

    @CommandLine.Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Where the mock ports listen. Default: this machine only (127.0.0.1 and ::1); 0.0.0.0 for"
                    + " everybody.")
    private @Nullable String host;

    @CommandLine.Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Makes ids and generated values the same at every start.")
    private @Nullable Long seed;

    @CommandLine.Option(
            names = "--preserved-deletes",
            paramLabel = "tombstone|visible",
            description = "What 'preserve: true' means: gone for clients (default), or still readable.")
    private String preserved = "tombstone";

    @CommandLine.Option(
            names = "--validate-spec",
            paramLabel = "FILE",
            description = {
                "Hold every request to this OpenAPI document, whatever answers it.",
                "What is wrong is told in the headers X-Mockd-Validation-*; with --validate-fail it is refused."
            })
    private @Nullable Path validateSpec;

    @CommandLine.Option(names = "--validate-fail", description = "Refuse what --validate-spec finds wrong with 400.")
    private boolean validateFail;

    @CommandLine.Option(
            names = "--max-log-entries",
            paramLabel = "NUMBER",
            description = "Requests that 'logs --requests' remembers. Default: serverConfig.maxLogEntries, else 1000.")
    private @Nullable Integer maxLogEntries;

    @CommandLine.Option(names = "--chaos-profile", paramLabel = "NAME", description = "Faults from the start on.")
    private @Nullable String chaosProfile;

    @CommandLine.Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "Largest Java heap of the twin, such as 2g. Default: 512m.")
    private @Nullable String heap;

    @CommandLine.Option(
            names = {"-w", "--workspace"},
            paramLabel = "ID",
            description = "What the configuration's workspace is called, besides 'default'. Default: MOCKD_WORKSPACE.")
    private @Nullable String workspace;

    @CommandLine.Option(
            names = "--pid-file",
            paramLabel = "FILE",
            description = "Gets the process id of the twin once it is ready; removed when it ends.")
    private @Nullable Path pidFile;

    /** Largest heap, or null for the usual one. */
    @Nullable
    String heap() {
        return heap;
    }

    /**
     * As the twin's process takes them.
     *
     * @param records folder of the files of running twins
     * @throws CliFailure when they cannot be meant so
     */
    List<String> arguments(Path records) {
        if (config == null && load == null) {
            throw new CliFailure(
                    ExitCode.USAGE, "Give -c FILE (a mockd.yaml), --load DIR (a folder of documents), or both.");
        }
        if (!List.of("tombstone", "visible").contains(preserved)) {
            throw new CliFailure(ExitCode.USAGE, "--preserved-deletes is tombstone or visible, not " + preserved);
        }
        List<String> arguments = new ArrayList<>();
        add(arguments, "config", config);
        add(arguments, "load", load);
        arguments.add("--records=" + records);
        add(arguments, "https-port", httpsPort);
        add(arguments, "bind", host);
        add(arguments, "seed", seed);
        add(arguments, "chaos-profile", chaosProfile);
        add(arguments, "tls-cert", tlsCert);
        add(arguments, "tls-key", tlsKey);
        add(arguments, "validate-spec", validateSpec);
        add(arguments, "max-log-entries", maxLogEntries);
        String named = workspace == null ? System.getenv("MOCKD_WORKSPACE") : workspace;
        add(arguments, "workspace", named == null || named.isEmpty() ? null : named);
        add(arguments, "pid-file", pidFile);
        arguments.add("--validate-fail=" + validateFail);
        arguments.add("--watch=" + watch);
        arguments.add("--visible-deletes=" + preserved.equals("visible"));
        return arguments;
    }

    static void add(List<String> arguments, String name, @Nullable Object value) {
        if (value != null) {
            arguments.add("--" + name + "=" + value);
        }
    }
}
