package dev.doppel.testkit.postgres;

import dev.doppel.embedded.postgres.PostgresBinaries;
import dev.doppel.embedded.postgres.PostgresServer;
import dev.doppel.embedded.postgres.PostgresTemplate;
import dev.doppel.testkit.exit.AtExit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One throw-away server for the whole test JVM, started at first use and ended with the JVM. User {@code postgres}, no password. */
public final class EmbeddedPostgres {
    private EmbeddedPostgres() {}

    private static final class Holder {
        static final PostgresServer SERVER = start();

        private static PostgresServer start() {
            try {
                PostgresServer server = of(AtExit.folder("doppel-test-postgres"), PostgresServer.THROW_AWAY);
                AtExit.run(server::close);
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Starts another server, whose data is in a folder and stays there. */
    public static PostgresServer of(Path directory, List<String> settings) throws IOException {
        Path cache =
                Path.of(System.getProperty("java.io.tmpdir"), "doppel-test-cache-" + System.getProperty("user.name"));
        Files.createDirectories(cache);
        PostgresBinaries binaries = PostgresBinaries.extract(cache);
        Path data = directory.resolve("data");
        if (!Files.exists(data)) {
            PostgresTemplate.copy(PostgresTemplate.ensure(binaries, cache), data);
        }
        return PostgresServer.start(binaries, data, 0, settings, directory.resolve("postgres.log"));
    }

    /** Port on 127.0.0.1. */
    public static int port() {
        return Holder.SERVER.port();
    }

    /** {@code jdbc:} URL of the database {@code postgres}, user included. */
    public static String jdbcUrl() {
        return Holder.SERVER.jdbcUrl();
    }
}
