package dev.doppel.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.result.Verdict;
import dev.doppel.testkit.kafka.KafkaTestResource;
import dev.doppel.testkit.packaged.Health;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The packaged service, jar or binary, with a real broker and a real database: results in, reports out. */
@QuarkusIntegrationTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class ResultsIT {
    @TestHTTPResource("/")
    URI base;

    @Test
    void becomesReady() throws Exception {
        Health.awaitUp(base, "ready");
        Health.awaitUp(base, "live");
    }

    @Test
    void everyReportOfARunIsWritten() throws Exception {
        Health.awaitUp(base, "ready");
        Sample sample = new Sample("run-" + UUID.randomUUID());
        String path = "/api/v1/results/" + sample.run();
        try (Service service = new Service(base)) {
            service.publish(sample.everyKind().toArray(Message[]::new));
            service.publish(
                    sample.exchange("charges", 1, 1, "orders", null),
                    sample.exchange("charges", 1, 2, "api.stripe.com", null),
                    sample.ended(Verdict.ERROR));
            assertThat(service.awaitOk(path + "/junit.xml"))
                    .contains("<testsuite")
                    .contains("pays once");
            JsonNode dump = MessageCodec.json().readTree(service.awaitOk(path + "/dump.json"));
            assertThat(dump.path("instances")).hasSize(7);
            assertThat(dump.at("/instances/0/httpLogs")).isNotEmpty();
            assertThat(service.json(path).path("status").asText()).isEqualTo("FAILED");
            assertThat(service.json("/api/v1/results?limit=5").path("results")).isNotEmpty();
            assertThat(service.awaitOk(path + "/exchanges")).contains("api.stripe.com");
        }
    }
}
