package dev.doppel.cli.twin;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin start}. */
@CommandLine.Command(
        name = "start",
        aliases = "serve",
        mixinStandardHelpOptions = true,
        description = "Start a twin. In the foreground it runs until Ctrl-C; with -d it returns as soon as the twin is"
                + " ready.")
final class TwinStart implements Callable<Integer> {
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
            names = {"-d", "--detach"},
            description = "Run in the background; 'doppel twin stop' ends it.")
    private boolean detach;

    @CommandLine.Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "Mock port, 0 for any free one. Default: serverConfig.httpPort, else 4280.")
    private @Nullable Integer port;

    @CommandLine.Option(
            names = {"-a", "--admin-port"},
            paramLabel = "PORT",
            description = "Admin port, 0 for any free one. Default: serverConfig.adminPort, else 4290.")
    private @Nullable Integer adminPort;

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
            names = "--admin-host",
            paramLabel = "ADDRESS",
            description = "Where the admin port listens. Default: this machine only.")
    private @Nullable String adminHost;

    @CommandLine.Option(names = "--no-auth", description = "The admin port asks for no key.")
    private boolean noAuth;

    @CommandLine.Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description =
                    "Folder for the admin key, the CA, and mocks added through the admin API. Default: in the state"
                            + " folder, one per port.")
    private @Nullable Path data;

    @CommandLine.Option(
            names = "--no-persist",
            description = "Do not keep mocks added through the admin API over restarts.")
    private boolean noPersist;

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

    @Override
    public Integer call() throws Exception {
        Path records = Files.createDirectories(TwinTarget.records());
        refuseSecond(records);
        TwinProcess process = new TwinProcess(TwinTarget.directories());
        List<String> arguments = arguments(records);
        if (!detach) {
            return process.foreground(arguments, heap);
        }
        Path log = Files.createTempFile(records, "twin-", ".log");
        arguments.add("--log=" + log);
        TwinRecord record = process.background(arguments, heap, log);
        System.out.print(Files.readString(log));
        System.out.println(
                "'doppel twin stop" + (record.port() == 4280 ? "" : " --port " + record.port()) + "' ends it.");
        return 0;
    }

    private void refuseSecond(Path records) {
        if (port == null || port == 0) {
            return;
        }
        int wanted = port;
        TwinRecord.all(records).stream()
                .filter(record -> record.port() == wanted)
                .findFirst()
                .ifPresent(record -> {
                    throw new CliFailure(
                            ExitCode.ENVIRONMENT,
                            "A twin runs on port " + wanted + " already ("
                                    + record.json().path("config").asText()
                                    + ", process " + record.pid() + "): end it with 'doppel twin stop --port " + wanted
                                    + "', or choose another port with --port.");
                });
    }

    private List<String> arguments(Path records) throws IOException {
        List<String> arguments = new ArrayList<>();
        if (config == null && load == null) {
            throw new CliFailure(
                    ExitCode.USAGE, "Give -c FILE (a mockd.yaml), --load DIR (a folder of documents), or both.");
        }
        add(arguments, "config", config);
        add(arguments, "load", load);
        arguments.add("--records=" + records);
        add(arguments, "port", port);
        add(arguments, "admin-port", adminPort);
        add(arguments, "https-port", httpsPort);
        add(arguments, "bind", host);
        add(arguments, "admin-bind", adminHost);
        add(arguments, "data", data);
        add(arguments, "seed", seed);
        add(arguments, "chaos-profile", chaosProfile);
        add(arguments, "tls-cert", tlsCert);
        add(arguments, "tls-key", tlsKey);
        add(arguments, "validate-spec", validateSpec);
        add(arguments, "max-log-entries", maxLogEntries);
        arguments.add("--validate-fail=" + validateFail);
        arguments.add("--watch=" + watch);
        arguments.add("--auth=" + !noAuth);
        arguments.add("--persist=" + !noPersist);
        if (!List.of("tombstone", "visible").contains(preserved)) {
            throw new CliFailure(ExitCode.USAGE, "--preserved-deletes is tombstone or visible, not " + preserved);
        }
        arguments.add("--visible-deletes=" + preserved.equals("visible"));
        return arguments;
    }

    private static void add(List<String> arguments, String name, @Nullable Object value) {
        if (value != null) {
            arguments.add("--" + name + "=" + value);
        }
    }
}
