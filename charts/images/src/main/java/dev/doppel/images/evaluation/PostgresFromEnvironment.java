package dev.doppel.images.evaluation;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL server that makes its data directory when it is new. Reads {@code PGDATA}, {@code POSTGRES_USER}, {@code POSTGRES_PASSWORD} and
 * {@code POSTGRES_DB} as the official image does; passwords are checked by SCRAM.
 */
public final class PostgresFromEnvironment {
    private static final Path HOME = Path.of("/opt/postgres");

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
            make(data, user, password, environment.getOrDefault("POSTGRES_DB", user));
        }
        Process server = start(List.of(
                "postgres", "-D", data.toString(), "-c", "listen_addresses=*", "-c", "unix_socket_directories=/tmp"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop-postgres"));
        System.exit(server.waitFor());
    }

    private static void make(Path data, String user, String password, String database)
            throws IOException, InterruptedException {
        Files.createDirectories(data.toAbsolutePath().getParent());
        Path file = Files.createTempFile("password", "");
        Files.writeString(file, password + "\n");
        finish(start(List.of(
                "initdb",
                "-D",
                data.toString(),
                "-U",
                user,
                "-A",
                "scram-sha-256",
                "-E",
                "UTF8",
                "--locale=C",
                "--pwfile=" + file)));
        Files.delete(file);
        Files.writeString(data.resolve("pg_hba.conf"), "host all all all scram-sha-256\n", StandardOpenOption.APPEND);
        if (!database.equals("postgres")) {
            Process single = start(List.of("postgres", "--single", "-D", data.toString(), "postgres"));
            try (OutputStream in = single.getOutputStream()) {
                in.write(("CREATE DATABASE \"" + database.replace("\"", "\"\"") + "\"\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
            finish(single);
        }
    }

    private static Process start(List<String> command) throws IOException {
        List<String> words = new ArrayList<>(command);
        words.set(0, HOME.resolve("bin").resolve(command.getFirst()).toString());
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().remove("POSTGRES_PASSWORD");
        return builder.start();
    }

    private static void finish(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (process.waitFor() != 0) {
            throw new IOException(process.info().command().orElse("a program") + " ended with " + process.exitValue());
        }
    }

    private static void stop(Process server) {
        server.destroy();
        try {
            server.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
