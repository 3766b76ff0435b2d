package dev.doppel.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.environment.Egress;
import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.environment.MockSpec;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.exchange.BarrierAnswer;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.MarkSet;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.interception.EnvironmentApplied;
import dev.doppel.contract.interception.ReplicaAnnounced;
import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.contract.request.MarkRequest;
import dev.doppel.mock.bus.MockNode;
import dev.doppel.mock.config.MockConfig;
import dev.doppel.mock.plane.Await;
import dev.doppel.mock.plane.Wire;
import dev.doppel.platform.log.LogReader;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.testkit.contract.PublishedRecords;
import dev.doppel.testkit.kafka.EmbeddedKafka;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thin thread over a real broker: announced, environment applied, a call answered, a mark and a barrier, closed. */
class KafkaThreadTest {
    private final MessageCodec codec = new MessageCodec("/test", Clock.systemUTC());
    private final List<Message> seen = new CopyOnWriteArrayList<>();
    private KafkaProducer<String, byte[]> producer;
    private LogReader reader;
    private MockNode node;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        Map<String, Object> kafka = EmbeddedKafka.config();
        producer = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer());
        reader = LogReader.start("test-" + UUID.randomUUID(), kafka, this::record);
        for (Topic topic : List.of(Topic.INTERCEPTION, Topic.EXCHANGES, Topic.EVIDENCE)) {
            reader.fromNow(topic.topicName()).get(20, TimeUnit.SECONDS);
        }
        MockConfig config = new SmallRyeConfigBuilder()
                .withMapping(MockConfig.class)
                .withDefaultValue("doppel.mock.replica", "mock-" + UUID.randomUUID())
                .withDefaultValue("doppel.mock.drain-limit", "PT0S")
                .withDefaultValue("doppel.mock.ca-dir", directory.resolve("ca").toString())
                .withDefaultValue(
                        "doppel.mock.trust-dir", directory.resolve("trust").toString())
                .withDefaultValue(
                        "doppel.mock.spool-dir", directory.resolve("spool").toString())
                .build()
                .getConfigMapping(MockConfig.class);
        node = new MockNode(config, kafka);
    }

    @AfterEach
    void stop() {
        node.close();
        reader.close();
        producer.close();
    }

    @AfterAll
    static void whatItSaidFitsTheContract() {
        PublishedRecords.fitTheContract(
                "/mock-svc/",
                "dev.doppel.replica.announced",
                "dev.doppel.environment.applied",
                "dev.doppel.exchange",
                "dev.doppel.mark.set",
                "dev.doppel.barrier.answer");
    }

    private void record(ConsumerRecord<String, byte[]> record) {
        try {
            seen.add(KafkaRecords.read(record));
        } catch (UnreadableMessage e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T await(Class<T> type, Predicate<T> wanted) {
        return Await.until(
                type.getSimpleName(),
                () -> seen.stream()
                        .filter(type::isInstance)
                        .map(type::cast)
                        .filter(wanted)
                        .findFirst()
                        .orElse(null));
    }

    private void send(Message message) throws Exception {
        producer.send(KafkaRecords.toProducerRecord(codec.encode(message))).get(20, TimeUnit.SECONDS);
    }

    @Test
    void environmentIsServedAndEveryRecordNumbered() throws Exception {
        await(ReplicaAnnounced.class, a -> a.incarnation().equals(node.self().incarnation()));
        AttemptId attempt = new AttemptId(
                new InstanceId("i-" + UUID.randomUUID()), 1, node.self().incarnation());
        ListenerSpec outside = new ListenerSpec(ListenerSpec.Role.OUTSIDE, null, "127.250.0.1", 0, 80);
        send(state(attempt, 1, Phase.RUNNING, outside));
        EnvironmentApplied applied =
                await(EnvironmentApplied.class, a -> a.attempt().equals(attempt));
        assertThat(applied.problem()).isNull();
        assertThat(applied.closed()).isFalse();

        send(new MarkRequest(attempt, "m1", "step 1"));
        MarkSet mark = await(MarkSet.class, m -> m.requestId().equals("m1"));
        InetSocketAddress at = node.environments().bound(attempt).join().get(outside);
        try (Wire wire = Wire.plain("127.250.1.1", at)) {
            String large = "x".repeat(700_000);
            assertThat(wire.post("api.example", "/large", "text/plain", large)
                            .response()
                            .text())
                    .isEqualTo("{}");
        }
        Exchange exchange = await(Exchange.class, e -> e.attempt().equals(attempt));
        assertThat(exchange.arrivalNumber()).isEqualTo(mark.arrivalNumber() + 1);
        assertThat(exchange.request().body().blob()).isNotNull();
        assertThat(exchange.request().body().size()).isEqualTo(700_000);

        send(new BarrierRequest(attempt, "b1", 50, 5000, "m1", Set.of(BarrierRequest.Source.INTERCEPTION)));
        BarrierAnswer answer = await(BarrierAnswer.class, b -> b.requestId().equals("b1"));
        assertThat(answer.quiet()).isTrue();
        assertThat(answer.recordNumber()).isEqualTo(3);
        assertThat(answer.lastArrivalNumber()).isEqualTo(2);
        assertThat(answer.dropped()).isZero();

        send(state(attempt, 2, Phase.CLOSING, outside));
        assertThat(await(EnvironmentApplied.class, a -> a.attempt().equals(attempt) && a.version() == 2)
                        .closed())
                .isTrue();
    }

    private EnvironmentState state(AttemptId attempt, long version, Phase phase, ListenerSpec... listeners) {
        return new EnvironmentState(
                attempt,
                new RunId("r1"),
                "checkout",
                version,
                phase,
                node.self().replica(),
                List.of(new EnvironmentItem("shop", ItemKind.WORKER, null, "127.250.1.1", null, null, true)),
                List.of(listeners),
                "127.250.0.1",
                List.of(new MockSpec(0, "any", null, "api.example", null, "*", null, null, 0, 200, Map.of(), "{}")),
                null,
                List.of(),
                new Egress(Egress.Policy.BLOCK, List.of()),
                "token",
                10 << 20);
    }
}
