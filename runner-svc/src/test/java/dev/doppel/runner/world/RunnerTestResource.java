package dev.doppel.runner.world;

import dev.doppel.testkit.kafka.EmbeddedKafka;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The broker of the tests, room for many attempts at once, and short limits. */
public final class RunnerTestResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of(
                "kafka.bootstrap.servers",
                EmbeddedKafka.bootstrapServers(),
                "doppel.runner.room",
                "60",
                "doppel.runner.evidence-wait",
                "8s",
                "quarkus.http.test-port",
                "0",
                "quarkus.log.level",
                "WARN",
                "quarkus.log.category.\"io.quarkus\".level",
                "INFO");
    }

    @Override
    public void stop() {
        // the broker ends with the JVM
    }
}
