package dev.doppel.images.evaluation;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL server that unpacks its data directory when it is new. Reads {@code PGDATA}, {@code POSTGRES_USER}, {@code POSTGRES_PASSWORD} and
 * {@code POSTGRES_DB} as the official image does; passwords are checked by SCRAM. With another user than {@code postgres}, that role has no
 * password and so cannot connect.
 */
public final class PostgresFromEnvironment {
    private static final Path HOME = Path.of("/opt/postgres");
    /** Beside the programs; written when the image is built. */
    public static final String TEMPLATE = "data.zip";

    private PostgresFromEnvironment() {}

    /** Runs until the server ends; exits as it does. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Map<String, String> environment = System.getenv();
        Path data = Path.of(environment.getOrDefault("PGDATA", "/var/lib/postgresql/data"));
        String user = environment.getOrDefault("POSTGRES_USER", "postgres");
        String password = environment.get("POSTGRES_PASSWORD");
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            if (password == null || password.isEmpty()) {
                System.err.println("POSTGRES_PASSWORD is missing: it becomes the password of " + user);
                System.exit(2);
                return;
            }
            String statements = DataDirectory.statements(user, password, environment.getOrDefault("POSTGRES_DB", user));
            DataDirectory.unpack(HOME.resolve(TEMPLATE), data, fresh -> perform(fresh, statements));
            System.out.println("made " + data);
        }
        Process server = builder(List.of(
                        "postgres",
                        "-D",
                        data.toString(),
                        "-c",
                        "listen_addresses=*",
                        "-c",
                        "unix_socket_directories=/tmp",
                        "-c",
                        "timezone=UTC",
                        "-c",
                        "log_timezone=UTC"))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(data, server), "stop-postgres"));
        System.exit(server.waitFor());
    }

    /** By the server in single-user mode; it ends at the first error, and prints no statement, for one holds the password. */
    private static void perform(Path data, String statements) throws IOException, InterruptedException {
        Process single = builder(List.of(
                        "postgres",
                        "--single",
                        "-D",
                        data.toString(),
                        "-c",
                        "exit_on_error=on",
                        "-c",
                        "log_min_error_statement=panic",
                        "postgres"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = single.getOutputStream()) {
            in.write(DataDirectory.bytes(statements));
        }
        if (single.waitFor() != 0) {
            throw new IOException("postgres --single ended with " + single.exitValue()
                    + " when it was to make the role and the database; it says why above");
        }
    }

    private static ProcessBuilder builder(List<String> command) {
        List<String> words = new ArrayList<>(command);
        words.set(0, HOME.resolve("bin").resolve(command.getFirst()).toString());
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().remove("POSTGRES_PASSWORD");
        return builder;
    }

    /** Without waiting for clients, as SIGTERM alone would. */
    private static void stop(Path data, Process server) {
        try {
            builder(List.of("pg_ctl", "stop", "-s", "-m", "fast", "-D", data.toString()))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor();
            server.waitFor();
        } catch (IOException e) {
            server.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
