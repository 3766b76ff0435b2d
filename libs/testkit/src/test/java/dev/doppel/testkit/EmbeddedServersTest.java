package dev.doppel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.event.Topic;
import dev.doppel.platform.log.LogReader;
import dev.doppel.testkit.kafka.EmbeddedKafka;
import dev.doppel.testkit.postgres.EmbeddedPostgres;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class EmbeddedServersTest {
    private static KafkaProducer<String, byte[]> producer() {
        Map<String, Object> config = new HashMap<>(EmbeddedKafka.config());
        config.put("key.serializer", StringSerializer.class);
        config.put("value.serializer", ByteArraySerializer.class);
        return new KafkaProducer<>(config);
    }

    @Test
    void postgresAcceptsConnections() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", EmbeddedPostgres.port())) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void readerSeesWhatWasThereAndWhatComesAfterTheEndIsReached() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (KafkaProducer<String, byte[]> producer = producer();
                LogReader reader = LogReader.start("test-reader", EmbeddedKafka.config(), r -> seen.add(r.key()))) {
            producer.send(new ProducerRecord<>(Topic.DEAD.topicName(), "first", new byte[1]))
                    .get(10, TimeUnit.SECONDS);
            reader.fromBeginning(Topic.DEAD.topicName()).get(10, TimeUnit.SECONDS);
            assertThat(seen).contains("first");
            producer.send(new ProducerRecord<>(Topic.DEAD.topicName(), "second", new byte[1]))
                    .get(10, TimeUnit.SECONDS);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (!seen.contains("second") && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(seen).contains("second");
        }
    }

    @Test
    void readerWaitsForATopicThatDoesNotExistYet() throws Exception {
        try (LogReader reader = LogReader.start("late-reader", EmbeddedKafka.config(), r -> {});
                org.apache.kafka.clients.admin.Admin admin =
                        org.apache.kafka.clients.admin.Admin.create(EmbeddedKafka.config())) {
            CompletableFuture<Void> reached = reader.fromBeginning("late-topic");
            assertThat(reached.isDone()).isFalse();
            admin.createTopics(List.of(new org.apache.kafka.clients.admin.NewTopic("late-topic", 1, (short) 1)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
            reached.get(10, TimeUnit.SECONDS);
        }
    }
}
