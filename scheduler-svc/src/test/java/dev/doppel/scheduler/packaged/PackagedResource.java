package dev.doppel.scheduler.packaged;

import dev.doppel.testkit.kafka.EmbeddedKafka;
import dev.doppel.testkit.postgres.EmbeddedPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The test JVM's broker and database; nothing that only a test's class path has. */
public final class PackagedResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of(
                "kafka.bootstrap.servers", EmbeddedKafka.bootstrapServers(),
                "doppel.scheduler.database.url", "postgresql://127.0.0.1:" + EmbeddedPostgres.port() + "/postgres",
                "doppel.scheduler.database.user", "postgres",
                "doppel.scheduler.database.password", "postgres",
                "doppel.scheduler.token", "secret",
                "doppel.scheduler.provider", "process");
    }

    /** After the resource of the other tests, which names a provider that is not packaged. */
    @Override
    public int order() {
        return 10;
    }

    @Override
    public void stop() {
        // both end with the JVM
    }
}
