package dev.doppel.cli.twin;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.launch.Directories;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Which twin a command is about. */
final class TwinTarget {
    private static final int USUAL_PORT = 4280;
    private static final String PS = "'doppel twin ps' lists those that run.";

    @CommandLine.Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "The twin with this mock port. Default: the only one that runs, else the one on 4280.")
    private @Nullable Integer port;

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
    private @Nullable String name;

    @CommandLine.Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "The admin key. Default: the context's, else MOCKD_API_KEY, else what a twin of this machine keeps.")
    private @Nullable String key;

    @CommandLine.Option(
            names = "--run",
            paramLabel = "ID",
            description = "The rows, counts and log of one run instead of the shared one.")
    private @Nullable String run;

    @CommandLine.Option(
            names = {"-w", "--workspace"},
            paramLabel = "ID",
            description =
                    "What is in this workspace. Default: MOCKD_WORKSPACE, else the context's, else what the configuration describes.")
    private @Nullable String workspace;

    @CommandLine.Option(names = "--json", description = "Print JSON.")
    private boolean json;

    TwinTarget() {}

    /** As the options of those names say; each may be null. */
    TwinTarget(@Nullable Integer port, @Nullable String adminUrl, @Nullable String context, @Nullable String key) {
        this.port = port;
        this.name = context;
        this.adminUrl = adminUrl;
        this.key = key;
    }

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
        String named = name == null ? env("MOCKD_CONTEXT") : name;
        boolean explicit = adminUrl != null || port != null;
        String url = adminUrl == null && port == null && name == null ? env("MOCKD_ADMIN_URL") : adminUrl;
        TwinContexts.Context context = explicit || url != null
                ? TwinContexts.HERE
                : TwinContexts.open().find(named);
        String base = url == null ? context.adminUrl() : url;
        String wanted = first(workspace, env("MOCKD_WORKSPACE"), context.workspace());
        AdminClient.About about = new AdminClient.About(wanted, run);
        if (base == null) {
            TwinRecord record = record();
            return new AdminClient(
                    new AdminHttp(record.admin(), first(key, env("MOCKD_API_KEY"), record.key()), PS), about);
        }
        URI uri = AdminHttp.base(base, "--admin-url");
        return new AdminClient(
                new AdminHttp(uri, first(key, context.key(), env("MOCKD_API_KEY"), keyOfHere(uri)), advice(context)),
                about);
    }

    private static String advice(TwinContexts.Context context) {
        return context.adminUrl() == null
                ? PS
                : "That is the context " + context.name()
                        + "; 'doppel twin context use local' goes back to this machine.";
    }

    private static @Nullable String env(String name) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private static @Nullable String first(@Nullable String... choices) {
        for (String choice : choices) {
            if (choice != null) {
                return choice;
            }
        }
        return null;
    }

    /** What a twin of this machine keeps; the key is for no other machine. */
    private static @Nullable String keyOfHere(URI uri) {
        return !List.of("localhost", "127.0.0.1", "[::1]").contains(String.valueOf(uri.getHost()))
                ? null
                : TwinRecord.all(records()).stream()
                        .filter(record -> record.admin().getPort() == uri.getPort())
                        .map(TwinRecord::key)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    /**
     * A twin of this machine.
     *
     * @throws CliFailure when one elsewhere is asked for
     */
    TwinRecord record() {
        if (adminUrl != null || name != null && !name.equals(TwinContexts.LOCAL)) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "This is about twins of this machine; say which with --port, not with --admin-url or --context.");
        }
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
