package dev.doppel.mock.alone;

import dev.doppel.twin.config.TwinConfig;
import dev.doppel.twin.value.Values;
import dev.doppel.twin.workspace.Workspaces;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a standing twin is to run. Ports are -1 where the configuration's {@code serverConfig} decides, 0 for any free port.
 *
 * @param source what the twin is made of
 * @param watch whether it follows changes of those files
 * @param server members of {@code serverConfig} that beat the file's
 * @param tls certificate and key of the user's, or null for those of the twin's own authority
 * @param records folder that gets a file about this twin while it stands
 * @param data folder of what outlives the process: admin key, certificate authority, mocks made through the admin API; null for one
 *     beside the record
 * @param log where the process' output goes, for the record; null when it is a terminal
 * @param bind address or {@code localhost} (both loopback addresses) of the mock ports
 * @param adminBind likewise of the admin port
 * @param auth whether the admin port asks for a key
 * @param seed run seed, or null
 * @param visibleDeletes twin spec D1
 * @param chaosProfile applied at start, or null
 * @param persist whether objects made through the admin API are kept over restarts
 * @param workspace what the configuration's workspace is called besides {@code default}, or null
 * @param told how its process says that it is ready
 * @param rehearse makes a few calls to itself once ready, and ends
 * @param check only loads, says whether that works, and ends
 */
public record StandingSettings(
        Source source,
        boolean watch,
        Map<String, Object> server,
        @Nullable TlsFiles tls,
        Path records,
        @Nullable Path data,
        @Nullable Path log,
        String bind,
        int port,
        int httpsPort,
        String adminBind,
        int adminPort,
        boolean auth,
        @Nullable Long seed,
        boolean visibleDeletes,
        @Nullable String chaosProfile,
        boolean persist,
        @Nullable String workspace,
        Told told,
        boolean rehearse,
        boolean check) {

    static final int OF_THE_FILE = -1;

    /** No port at all. */
    static final int NONE = -2;

    /**
     * How a process says that it is ready.
     *
     * @param pidFile gets its process id and is removed at its end, or null
     * @param url whether the first line of its output is the mock port's URL and nothing else; warnings go to standard error then
     * @param withParent whether it ends when the process that started it is gone, however that ended
     */
    record Told(@Nullable Path pidFile, boolean url, boolean withParent) {}

    /** PEM files. */
    record TlsFiles(Path chain, Path key) {}

    private static final String HERE = "localhost";

    /** From {@code --name=value} arguments; {@code --config} and {@code --records} must be there. */
    public static StandingSettings parse(String[] arguments) throws StandingFailure {
        Map<String, String> given = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 0) {
                throw usage("arguments are --name=value, not " + argument);
            }
            given.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
        String config = given.remove("config");
        String records = given.remove("records");
        String load = given.remove("load");
        if (config == null && load == null || records == null) {
            throw usage("--config or --load, and --records are needed");
        }
        String data = given.remove("data");
        String log = given.remove("log");
        String seed = given.remove("seed");
        StandingSettings settings = new StandingSettings(
                new Source(config == null ? null : Path.of(config), load == null ? null : Path.of(load)),
                "true".equals(given.remove("watch")),
                server(given),
                tls(given),
                Path.of(records),
                data == null ? null : Path.of(data),
                log == null ? null : Path.of(log),
                or(given.remove("bind"), HERE),
                port(given, "port"),
                port(given, "https-port"),
                or(given.remove("admin-bind"), HERE),
                adminPort(given),
                !"false".equals(given.remove("auth")),
                seed == null ? null : Long.valueOf(number(seed, "seed")),
                "true".equals(given.remove("visible-deletes")),
                given.remove("chaos-profile"),
                !"false".equals(given.remove("persist")),
                workspace(given.remove("workspace")),
                told(given),
                "true".equals(given.remove("rehearse")),
                "true".equals(given.remove("check")));
        if (!given.isEmpty()) {
            throw usage("unknown arguments: " + given.keySet());
        }
        return settings;
    }

    private static int adminPort(Map<String, String> given) throws StandingFailure {
        int port = port(given, "admin-port");
        return "false".equals(given.remove("admin")) ? NONE : port;
    }

    private static Told told(Map<String, String> given) {
        String pidFile = given.remove("pid-file");
        return new Told(
                pidFile == null ? null : Path.of(pidFile),
                "true".equals(given.remove("print-url")),
                "true".equals(given.remove("with-parent")));
    }

    private static @Nullable String workspace(@Nullable String id) throws StandingFailure {
        if (id != null && !id.matches(Workspaces.IDS)) {
            throw usage("--workspace is 1 to 64 letters, digits, - and _, not " + id);
        }
        return id;
    }

    private static Map<String, Object> server(Map<String, String> given) throws StandingFailure {
        Map<String, Object> out = new HashMap<>();
        String entries = given.remove("max-log-entries");
        if (entries != null) {
            long number = number(entries, "max-log-entries");
            if (number < 1 || number > 100_000) {
                throw usage("--max-log-entries is a number from 1 to 100000, not " + entries);
            }
            out.put("maxLogEntries", number);
        }
        String document = given.remove("validate-spec");
        boolean fail = "true".equals(given.remove("validate-fail"));
        if (document != null) {
            out.put(
                    "validation",
                    Map.of(
                            "enabled",
                            true,
                            "specFile",
                            Path.of(document).toAbsolutePath().toString(),
                            "failOnError",
                            fail));
        } else if (fail) {
            throw usage("--validate-fail needs --validate-spec");
        }
        return out;
    }

    private static @Nullable TlsFiles tls(Map<String, String> given) throws StandingFailure {
        String chain = given.remove("tls-cert");
        String key = given.remove("tls-key");
        if (chain == null && key == null) {
            return null;
        }
        if (chain == null || key == null) {
            throw usage("--tls-cert and --tls-key go together");
        }
        return new TlsFiles(Path.of(chain), Path.of(key));
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    private static int port(Map<String, String> given, String name) throws StandingFailure {
        String text = given.remove(name);
        if (text == null) {
            return OF_THE_FILE;
        }
        long port = number(text, name);
        if (port < 0 || port > 65_535) {
            throw usage("--" + name + " is a port from 0 (any free one) to 65535, not " + text);
        }
        return (int) port;
    }

    private static long number(String text, String name) throws StandingFailure {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw usage("--" + name + " is a number, not " + text);
        }
    }

    private static StandingFailure usage(String message) {
        return new StandingFailure(StandingFailure.Cause.USAGE, message);
    }

    /** With the ports that the configuration names where none is given; a file that cannot be read names none (the load will say why). */
    StandingSettings resolved() {
        if (port != OF_THE_FILE && httpsPort != OF_THE_FILE && adminPort != OF_THE_FILE) {
            return this;
        }
        int http = 4280;
        int https = 0;
        int admin = 4290;
        TwinConfig read = source.peek();
        if (read != null) {
            http = read.server().httpPort();
            admin = read.server().adminPort();
            Map<String, Object> file = Values.mapOrEmpty(read.raw().get("serverConfig"));
            https = file.get("httpsPort") instanceof Number number ? number.intValue() : 0;
        }
        return new StandingSettings(
                source,
                watch,
                server,
                tls,
                records,
                data,
                log,
                bind,
                port == OF_THE_FILE ? http : port,
                httpsPort == OF_THE_FILE ? (https == 0 ? OF_THE_FILE : https) : httpsPort,
                adminBind,
                adminPort == OF_THE_FILE ? admin : adminPort,
                auth,
                seed,
                visibleDeletes,
                chaosProfile,
                persist,
                workspace,
                told,
                rehearse,
                check);
    }
}
