package dev.doppel.results;

import dev.doppel.testkit.exit.AtExit;
import dev.doppel.testkit.postgres.EmbeddedPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Points the service at a throw-away Postgres and its HTTP server at a free port. */
public final class PostgresTestResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        String database = "127.0.0.1:" + EmbeddedPostgres.port() + "/postgres";
        return Map.of(
                "quarkus.datasource.\"results\".jdbc.url", "jdbc:postgresql://" + database,
                "quarkus.datasource.\"results\".reactive.url", "postgresql://" + database,
                "quarkus.http.test-port", "0",
                "quarkus.log.level", "WARN",
                "quarkus.log.category.\"dev.doppel\".level", "INFO",
                "doppel.results.token", "test-token",
                "doppel.results.team-tokens", teams().toString(),
                "doppel.results.evidence-grace", "20s",
                "doppel.results.keep-runs", "1000",
                "doppel.results.retention-every", "1h");
    }

    private static Path teams() {
        try {
            Path directory = AtExit.folder("doppel-test-teams");
            Files.writeString(directory.resolve("red"), "token-of-team-red");
            Files.writeString(directory.resolve("blue"), "token-of-team-blue");
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // the server ends with the JVM
    }
}
