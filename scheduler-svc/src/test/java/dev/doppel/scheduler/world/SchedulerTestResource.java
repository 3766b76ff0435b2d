package dev.doppel.scheduler.world;

import dev.doppel.testkit.exit.AtExit;
import dev.doppel.testkit.kafka.EmbeddedKafka;
import dev.doppel.testkit.postgres.EmbeddedPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Points the application at the real broker and database of the test JVM, and at the fake provider. */
public final class SchedulerTestResource implements QuarkusTestResourceLifecycleManager {
    /** Token of team {@code red}. */
    public static final String RED_TOKEN = "token-of-team-red";

    /** Token of team {@code blue}. */
    public static final String BLUE_TOKEN = "token-of-team-blue";

    @Override
    public Map<String, String> start() {
        Map<String, String> config = new HashMap<>();
        config.put("kafka.bootstrap.servers", EmbeddedKafka.bootstrapServers());
        config.put("doppel.scheduler.database.url", "postgresql://127.0.0.1:" + EmbeddedPostgres.port() + "/postgres");
        config.put("doppel.scheduler.database.user", "postgres");
        config.put("doppel.scheduler.database.password", "postgres");
        config.put("doppel.scheduler.provider", "fake");
        config.put("doppel.scheduler.heartbeat-limit", "3s");
        config.put("doppel.scheduler.claim-limit", "2s");
        config.put("doppel.scheduler.withdraw-limit", "2s");
        config.put("doppel.scheduler.close-limit", "4s");
        config.put("doppel.scheduler.replica-silence", "600s");
        config.put("doppel.scheduler.trust-project-root", "true");
        config.put("doppel.scheduler.max-bundle-bytes", "4194304");
        config.put("doppel.scheduler.token", "secret");
        config.put("doppel.scheduler.team-tokens", teams().toString());
        config.put("quarkus.http.test-port", "0");
        config.put("quarkus.log.category.\"org.apache.kafka\".level", "WARN");
        config.put("quarkus.log.category.\"kafka\".level", "WARN");
        config.put("quarkus.log.category.\"state.change.logger\".level", "WARN");
        config.put("quarkus.log.category.\"io.smallrye.reactive.messaging.kafka\".level", "WARN");
        return config;
    }

    private static Path teams() {
        try {
            Path directory = AtExit.folder("doppel-test-teams");
            Files.writeString(directory.resolve("red"), RED_TOKEN);
            Files.writeString(directory.resolve("blue"), BLUE_TOKEN);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // both end with the JVM
    }
}
