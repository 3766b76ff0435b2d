package dev.doppel.mock.packaged;

import dev.doppel.testkit.kafka.EmbeddedKafka;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;

/** The test JVM's broker, and directories below this module's build directory. */
public final class PackagedResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        Path directory = Path.of("target/packaged").toAbsolutePath();
        return Map.of(
                "kafka.bootstrap.servers", EmbeddedKafka.bootstrapServers(),
                "doppel.mock.address", "127.0.0.1",
                "doppel.mock.ca-dir", directory.resolve("ca").toString(),
                "doppel.mock.trust-dir", directory.resolve("trust").toString(),
                "doppel.mock.spool-dir", directory.resolve("spool").toString());
    }

    @Override
    public void stop() {
        // the broker ends with the JVM
    }
}
