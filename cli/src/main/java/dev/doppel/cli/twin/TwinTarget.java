package dev.doppel.cli.twin;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.launch.Directories;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Which twin a command is about. */
final class TwinTarget {
    private static final int USUAL_PORT = 4280;

    @CommandLine.Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "The twin with this mock port. Default: the only one that runs, else the one on 4280.")
    private @Nullable Integer port;

    @CommandLine.Option(
            names = "--admin-url",
            paramLabel = "URL",
            description =
                    "A twin's admin API, wherever it runs. Default: MOCKD_ADMIN_URL, else a twin of this machine.")
    private @Nullable String adminUrl;

    @CommandLine.Option(
            names = "--key",
            paramLabel = "KEY",
            description = "The admin key. Default: MOCKD_API_KEY, else what a twin of this machine keeps.")
    private @Nullable String key;

    @CommandLine.Option(
            names = "--run",
            paramLabel = "ID",
            description = "The rows, counts and log of one run instead of the shared one.")
    private @Nullable String run;

    @CommandLine.Option(
            names = "--workspace",
            paramLabel = "ID",
            description = "What is in this workspace. Default: MOCKD_WORKSPACE, else what the configuration describes.")
    private @Nullable String workspace;

    @CommandLine.Option(names = "--json", description = "Print JSON.")
    private boolean json;

    static Path records() {
        return directories().state().resolve("twins");
    }

    static Directories directories() {
        return Directories.of(
                Path.of(System.getProperty("doppel.home", ".")).toAbsolutePath().normalize(), System.getenv());
    }

    boolean json() {
        return json;
    }

    AdminClient client() {
        String url = adminUrl == null ? System.getenv("MOCKD_ADMIN_URL") : adminUrl;
        String given = key == null ? System.getenv("MOCKD_API_KEY") : key;
        AdminClient.About about =
                new AdminClient.About(workspace == null ? System.getenv("MOCKD_WORKSPACE") : workspace, run);
        if (url == null || url.isEmpty()) {
            TwinRecord record = record();
            return new AdminClient(record.admin(), given == null ? record.key() : given, about);
        }
        URI base;
        try {
            base = URI.create(url.endsWith("/") ? url : url + "/");
        } catch (IllegalArgumentException e) {
            throw new CliFailure(ExitCode.USAGE, "--admin-url is a URL such as http://localhost:4290, not " + url);
        }
        String known = TwinRecord.all(records()).stream()
                .filter(record -> record.admin().getPort() == base.getPort())
                .map(TwinRecord::key)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new AdminClient(base, given == null ? known : given, about);
    }

    /** A twin of this machine. */
    TwinRecord record() {
        List<TwinRecord> all = TwinRecord.all(records());
        if (port != null) {
            int wanted = port;
            return all.stream()
                    .filter(record -> record.port() == wanted)
                    .findFirst()
                    .orElseThrow(() ->
                            new CliFailure(ExitCode.ENVIRONMENT, "No twin runs on port " + wanted + "." + others(all)));
        }
        if (all.isEmpty()) {
            throw new CliFailure(
                    ExitCode.ENVIRONMENT, "No twin runs here. Start one with: doppel twin start -c mockd.yaml -d");
        }
        return all.size() == 1
                ? all.getFirst()
                : all.stream()
                        .filter(record -> record.port() == USUAL_PORT)
                        .findFirst()
                        .orElseThrow(() -> new CliFailure(
                                ExitCode.USAGE, "Several twins run; say which with --port." + others(all)));
    }

    private static String others(List<TwinRecord> all) {
        return all.isEmpty()
                ? " None runs here."
                : " Running: "
                        + all.stream()
                                .map(record -> Integer.toString(record.port()))
                                .collect(Collectors.joining(", "));
    }
}
