package dev.doppel.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.mock.bus.MockService;
import dev.doppel.mock.plane.Await;
import dev.doppel.testkit.kafka.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The service inside its container: starts, becomes ready, has written its trust files. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class MockServiceTest {
    @Inject
    MockService service;

    @ConfigProperty(name = "doppel.mock.trust-dir", defaultValue = "")
    String trust;

    @Test
    void becomesReadyWithItsTrustFiles() {
        Await.isTrue("ready", service::ready);
        assertThat(Files.exists(Path.of(trust, "ca-bundle.pem"))).isTrue();
        assertThat(Files.exists(Path.of(trust, "ca-key.pem"))).isFalse();
    }
}
