package dev.doppel.cli.twin;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
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
    @CommandLine.Mixin
    private final ServeOptions serve = new ServeOptions();

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
            names = "--persist",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Keep mocks added through the admin API over restarts (default); --no-persist does not.")
    private boolean persist;

    @Override
    public Integer call() throws Exception {
        Path records = Files.createDirectories(TwinTarget.records());
        refuseSecond(records);
        TwinProcess process = new TwinProcess(TwinTarget.directories());
        List<String> arguments = arguments(records);
        if (!detach) {
            return process.foreground(arguments, serve.heap());
        }
        Path log = Files.createTempFile(records, "twin-", ".log");
        arguments.add("--log=" + log);
        TwinRecord record = process.background(arguments, serve.heap(), log);
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

    private List<String> arguments(Path records) {
        List<String> arguments = serve.arguments(records);
        ServeOptions.add(arguments, "port", port);
        ServeOptions.add(arguments, "admin-port", adminPort);
        ServeOptions.add(arguments, "admin-bind", adminHost);
        ServeOptions.add(arguments, "data", data);
        arguments.add("--auth=" + !noAuth);
        arguments.add("--persist=" + persist);
        return arguments;
    }
}
