package dev.doppel.scheduler.world;

import dev.doppel.testkit.kafka.EmbeddedKafka;
import dev.doppel.testkit.postgres.EmbeddedPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Points the application at the real broker and database of the test JVM, and at the fake provider. */
public final class SchedulerTestResource implements QuarkusTestResourceLifecycleManager {
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
        config.put("quarkus.http.test-port", "0");
        config.put("quarkus.log.category.\"org.apache.kafka\".level", "WARN");
        config.put("quarkus.log.category.\"kafka\".level", "WARN");
        config.put("quarkus.log.category.\"state.change.logger\".level", "WARN");
        config.put("quarkus.log.category.\"io.smallrye.reactive.messaging.kafka\".level", "WARN");
        return config;
    }

    @Override
    public void stop() {
        // both end with the JVM
    }
}
