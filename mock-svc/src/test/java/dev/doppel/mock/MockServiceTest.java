package dev.doppel.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.mock.bus.MockService;
import dev.doppel.mock.plane.Await;
import dev.doppel.testkit.kafka.KafkaTestResource;
import dev.doppel.testkit.metrics.Scrape;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
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

    @TestHTTPResource("/")
    URI base;

    @Test
    void becomesReadyWithItsTrustFiles() {
        Await.isTrue("ready", service::ready);
        assertThat(Files.exists(Path.of(trust, "ca-bundle.pem"))).isTrue();
        assertThat(Files.exists(Path.of(trust, "ca-key.pem"))).isFalse();
    }

    @Test
    void saysAtQMetricsWhatTheDocumentationLists() throws Exception {
        Await.isTrue("ready", service::ready);
        Scrape scrape = Scrape.of(base);
        assertThat(scrape.own("mock")).isEqualTo(Scrape.documented(Path.of("../docs/operations.md"), "mock"));
        assertThat(scrape.value("doppel_mock_room")).isPositive();
        assertThat(scrape.value("doppel_mock_instances")).isZero();
        assertThat(scrape.types())
                .as("nothing with labels without end")
                .doesNotContainKeys("http_server_requests_seconds");
    }
}
