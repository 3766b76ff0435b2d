package dev.doppel.mock.bus;

import dev.doppel.mock.config.MockConfig;
import dev.doppel.platform.topic.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Starts and stops mock-svc with its container. */
@ApplicationScoped
public class MockService {
    private static final Duration KAFKA_LIMIT = Duration.ofSeconds(60);

    private final MockConfig config;
    private final String kafka;
    private volatile @Nullable MockNode node;

    MockService(MockConfig config, @ConfigProperty(name = "kafka.bootstrap.servers") String kafka) {
        this.config = config;
        this.kafka = kafka;
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            Map<String, Object> settings = Map.of("bootstrap.servers", kafka);
            Topics.ensure(settings, config.topicReplication(), KAFKA_LIMIT);
            node = new MockNode(config, settings);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        MockNode running = node;
        node = null;
        if (running != null) {
            running.close();
        }
    }

    /** True when it serves, or was told not to. */
    public boolean ready() {
        MockNode running = node;
        return !config.enabled() || running != null && running.ready();
    }
}
