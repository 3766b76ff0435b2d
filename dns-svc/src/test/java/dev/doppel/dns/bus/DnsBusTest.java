package dev.doppel.dns.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.environment.ListenerSpec.Role;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.interception.EnvironmentApplied;
import dev.doppel.contract.interception.ReplicaAnnounced;
import dev.doppel.dns.answer.Messages;
import dev.doppel.platform.log.LogReader;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.testkit.contract.PublishedRecords;
import dev.doppel.testkit.kafka.EmbeddedKafka;
import dev.doppel.testkit.kafka.KafkaTestResource;
import dev.doppel.testkit.metrics.Scrape;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The whole service on a real broker: wanted states in, answers and announcements out. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class DnsBusTest {
    @TestHTTPResource("/")
    URI base;

    private final BlockingQueue<Message> said = new LinkedBlockingQueue<>();

    @AfterAll
    static void whatItSaidFitsTheContract() {
        PublishedRecords.fitTheContract("/dns-svc/", "dev.doppel.replica.announced", "dev.doppel.environment.applied");
    }

    @Test
    void makesWantedStatesTrueAndSaysSo() throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = probe.getLocalPort();
        }
        List<ListenerSpec> listeners = List.of(new ListenerSpec(Role.DNS, null, "127.0.0.1", port, null));
        MessageCodec codec = new MessageCodec("/test", Clock.systemUTC());
        Map<String, Object> config = new HashMap<>(EmbeddedKafka.config());
        try (LogReader reader = LogReader.start("test-interception", EmbeddedKafka.config(), this::take);
                KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            reader.fromBeginning(Topic.INTERCEPTION.topicName()).get(20, TimeUnit.SECONDS);
            ReplicaAnnounced announced = await(ReplicaAnnounced.class);
            assertThat(announced.service()).isEqualTo("dns");
            assertThat(announced.draining()).isFalse();

            producer.send(new ProducerRecord<>(Topic.ENVIRONMENTS.topicName(), "i-1", "no message".getBytes()));
            EnvironmentState wanted = Messages.state(7, Phase.PREPARING, listeners, "127.0.0.1");
            producer.send(KafkaRecords.toProducerRecord(codec.encode(wanted)));
            EnvironmentApplied applied = await(EnvironmentApplied.class);
            assertThat(applied)
                    .isEqualTo(new EnvironmentApplied(
                            wanted.attempt(), "dns", announced.replica(), announced.incarnation(), 7, false, null));
            InetAddress here = InetAddress.getByName("127.0.0.1");
            try (Socket stranger = new Socket(here, port, InetAddress.getByName("127.0.0.9"), 0)) {
                assertThat(stranger.getInputStream().read())
                        .as("closed: no item")
                        .isEqualTo(-1);
            }
            Scrape scrape = Scrape.of(base);
            assertThat(scrape.own("dns")).isEqualTo(Scrape.documented(Path.of("../docs/operations.md"), "dns"));
            assertThat(scrape.value("doppel_dns_instances")).isEqualTo(1);
            assertThat(scrape.value("doppel_dns_refused_total")).isEqualTo(1);
            assertThat(scrape.value("doppel_dns_queries_total")).isZero();

            producer.send(KafkaRecords.toProducerRecord(
                    codec.encode(Messages.state(8, Phase.CLOSING, listeners, "127.0.0.1"))));
            assertThat(await(EnvironmentApplied.class).closed()).isTrue();
            producer.send(new ProducerRecord<>(Topic.ENVIRONMENTS.topicName(), "i-1", null))
                    .get();
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            said.add(KafkaRecords.read(record));
        } catch (UnreadableMessage e) {
            throw new IllegalStateException(e);
        }
    }

    private <T extends Message> T await(Class<T> type) throws InterruptedException {
        while (true) {
            Message next = said.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("a " + type.getSimpleName()).isNotNull();
            if (type.isInstance(next)) {
                return type.cast(next);
            }
        }
    }
}
