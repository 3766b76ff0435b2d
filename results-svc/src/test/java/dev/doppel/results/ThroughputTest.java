package dev.doppel.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.result.InstanceState;
import dev.doppel.results.store.EvidenceQueries;
import dev.doppel.testkit.kafka.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** A run with many exchanges is stored in bounded time; the figure is logged. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class ThroughputTest {
    private static final Logger LOG = Logger.getLogger(ThroughputTest.class);
    private static final int EXCHANGES = 5_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TestHTTPResource("/")
    URI base;

    @Inject
    EvidenceQueries queries;

    @Test
    void thousandsOfExchangesAreStored() throws Exception {
        Sample sample = new Sample("many-" + System.nanoTime());
        try (Service service = new Service(base)) {
            service.publish(sample.accepted("a"), sample.state("a", 1, InstanceState.RUNNING, "running"));
            long begin = System.nanoTime();
            for (int number = 1; number <= EXCHANGES; number++) {
                service.later(sample.exchange("a", 1, number, "api.stripe.com", null));
            }
            String instance = sample.instance("a").value();
            while (queries.countExchanges(instance, 1) < EXCHANGES) {
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            LOG.infof("%d exchanges stored in %s", EXCHANGES, took);
        }
    }
}
