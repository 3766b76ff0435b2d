package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.launch.Directories;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin doctor}. */
@CommandLine.Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Look at what a twin needs of this machine, changing nothing: JDK, build, folders, ports, and a configuration with -c.",
            "Exit codes: 0 a twin can start, 2 the configuration cannot be loaded, 3 this machine is not ready."
        })
final class TwinDoctor implements Callable<Integer> {
    @CommandLine.Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Load this mockd.yaml too.")
    private @Nullable Path config;

    @CommandLine.Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "The mock port that is wanted. Default: 4280.")
    private int port = 4280;

    @CommandLine.Option(
            names = {"-a", "--admin-port"},
            paramLabel = "PORT",
            description = "The admin port that is wanted. Default: 4290.")
    private int adminPort = 4290;

    @CommandLine.Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** What one look found; {@code exit} is PASSED where it is fine. */
    private record Look(String name, ExitCode exit, String detail) {}

    @Override
    public Integer call() {
        Directories directories = TwinTarget.directories();
        List<TwinRecord> running = TwinRecord.all(TwinTarget.records());
        List<Look> looks = new ArrayList<>();
        looks.add(new Look("JDK", ExitCode.PASSED, Runtime.version() + " at " + System.getProperty("java.home")));
        looks.add(built(directories));
        looks.add(folder(directories.state()));
        looks.add(port(port, "mock port", running));
        looks.add(port(adminPort, "admin port", running));
        if (config != null) {
            looks.add(configuration(config));
        }
        ExitCode worst = looks.stream()
                .map(Look::exit)
                .max(java.util.Comparator.comparingInt(ExitCode::code))
                .orElse(ExitCode.PASSED);
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        List<String> lines = new ArrayList<>();
        for (Look look : looks) {
            boolean fine = look.exit() == ExitCode.PASSED;
            out.addObject().put("name", look.name()).put("fine", fine).put("detail", look.detail());
            lines.add((fine ? "✓ " : "✗ ") + String.format("%-14s", look.name()) + " " + look.detail());
        }
        lines.add(
                worst == ExitCode.PASSED
                        ? "A twin can start here."
                        : "A twin cannot start so until the above is mended.");
        return new Shown(out, String.join("\n", lines), worst).print(json);
    }

    private static Look built(Directories directories) {
        Path library = directories.home().resolve("local/target/quarkus-app/lib/main");
        boolean there = Files.isDirectory(library);
        return new Look(
                "build",
                there ? ExitCode.PASSED : ExitCode.ENVIRONMENT,
                there
                        ? "in " + directories.home()
                                + (Files.exists(directories.aotCaches().resolve(TwinProcess.AOT))
                                        ? ", with what makes starts faster"
                                        : "")
                        : library + " is missing: run ./doppel once without DOPPEL_NO_BUILD");
    }

    private static Look folder(Path state) {
        boolean writable = Files.isWritable(state);
        return new Look(
                "state folder",
                writable ? ExitCode.PASSED : ExitCode.ENVIRONMENT,
                writable ? state.toString() : state + " cannot be written: set DOPPEL_STATE to a folder of yours");
    }

    private static Look port(int wanted, String name, List<TwinRecord> running) {
        Optional<TwinRecord> holder = running.stream()
                .filter(record -> record.port() == wanted || record.admin().getPort() == wanted)
                .findFirst();
        if (holder.isPresent()) {
            return new Look(
                    name,
                    ExitCode.ENVIRONMENT,
                    wanted + " is held by the twin of "
                            + holder.get().json().path("config").asText() + ": 'doppel twin stop --port "
                            + holder.get().port() + "' ends it");
        }
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return new Look(name, ExitCode.PASSED, socket.getLocalPort() + " is free");
        } catch (IOException | IllegalArgumentException e) {
            return new Look(
                    name,
                    ExitCode.ENVIRONMENT,
                    wanted + " is not free (" + e.getMessage() + "): choose another with --"
                            + name.replace("mock ", "").replace(' ', '-'));
        }
    }

    private static Look configuration(Path config) {
        try {
            int mocks = UnservedFiles.of(config)
                    .client()
                    .get("/mocks")
                    .path("total")
                    .asInt();
            return new Look("configuration", ExitCode.PASSED, config + " loads: " + mocks + " operations");
        } catch (CliFailure e) {
            return new Look(
                    "configuration",
                    e.exitCode(),
                    config + " cannot be loaded, see above" + (e.getMessage() == null ? "" : e.getMessage()));
        }
    }
}
