package dev.doppel.mock.bus;

import dev.doppel.mock.config.MockConfig;
import dev.doppel.platform.topic.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts and stops mock-svc with its container. */
@ApplicationScoped
public class MockService {
    private static final Duration KAFKA_LIMIT = Duration.ofSeconds(60);

    private final MockConfig config;
    private final Map<String, Object> kafka;
    private volatile @Nullable MockNode node;

    MockService(MockConfig config, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.config = config;
        this.kafka = Map.copyOf(kafka);
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            Topics.ensure(kafka, config.topicReplication(), KAFKA_LIMIT);
            node = new MockNode(config, kafka);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        MockNode running = node;
        node = null;
        if (running != null) {
            running.close();
        }
    }

    /** The life that serves now; empty when it was told not to. */
    Optional<MockNode> node() {
        return Optional.ofNullable(node);
    }

    /** True when it serves, or was told not to. */
    public boolean ready() {
        MockNode running = node;
        return !config.enabled() || running != null && running.ready();
    }
}
