package dev.doppel.images.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaFromEnvironmentTest {
    @Test
    void readsTheVariablesOfTheOfficialImage() {
        assertThat(KafkaFromEnvironment.properties(Map.of(
                        "KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://doppel-kafka:9092",
                        "KAFKA_LOG_RETENTION_HOURS", "12",
                        "KAFKA_HEAP_OPTS", "-Xmx1g",
                        "PATH", "/bin")))
                .containsEntry("advertised.listeners", "PLAINTEXT://doppel-kafka:9092")
                .containsEntry("log.retention.hours", "12")
                .containsEntry("node.id", "1")
                .doesNotContainKeys("heap.opts", "path");
    }
}
