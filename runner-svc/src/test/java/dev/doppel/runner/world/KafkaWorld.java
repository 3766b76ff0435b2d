package dev.doppel.runner.world;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.instance.InstanceReady;
import dev.doppel.contract.instance.ItemEndpoint;
import dev.doppel.contract.instance.TopicPosition;
import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.contract.request.MarkRequest;
import dev.doppel.contract.result.ResultMessage;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.platform.blob.Blobs;
import dev.doppel.platform.log.LogReader;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.testkit.kafka.EmbeddedKafka;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;

/** Plays mock-svc and scheduler-svc on the real topics, for any number of attempts. Thread-safe. */
public final class KafkaWorld implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", EmbeddedKafka.bootstrapServers(), "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer());
    private final MessageCodec codec = new MessageCodec("/test", Clock.systemUTC());
    private final Blobs blobs = new Blobs("test-blobs", EmbeddedKafka.config(), this::send);
    private final Map<String, ScriptedMock> mocks = new ConcurrentHashMap<>();
    private final Map<String, UnaryOperator<java.util.function.Consumer<Message>>> relays = new ConcurrentHashMap<>();
    private final List<ResultMessage> results = new CopyOnWriteArrayList<>();
    private final Map<String, CompletableFuture<TestsFinished>> finished = new ConcurrentHashMap<>();
    private final LogReader reader = LogReader.start("test-world", EmbeddedKafka.config(), this::accept);

    public KafkaWorld() throws Exception {
        reader.fromNow(Topic.REQUESTS.topicName()).get(20, TimeUnit.SECONDS);
        reader.fromNow(Topic.RESULTS.topicName()).get(20, TimeUnit.SECONDS);
    }

    private CompletableFuture<Void> send(ProducerRecord<String, byte[]> record) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        producer.send(record, (metadata, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }

    public CompletableFuture<Void> send(Message message) {
        return send(KafkaRecords.toProducerRecord(codec.encode(message)));
    }

    /** A record that nobody can read. */
    public void sendGarbage(Topic topic, String key) throws Exception {
        send(new ProducerRecord<>(topic.topicName(), key, new byte[] {1, 2, 3})).get(20, TimeUnit.SECONDS);
    }

    public List<ResultMessage> results() {
        return List.copyOf(results);
    }

    public ScriptedMock mock(AttemptId attempt) {
        return mocks.get(attempt.instance().value());
    }

    private void accept(ConsumerRecord<String, byte[]> record) {
        try {
            switch (KafkaRecords.read(record)) {
                case MarkRequest mark -> request(record.key(), mark);
                case BarrierRequest barrier -> request(record.key(), barrier);
                case ResultMessage result -> {
                    results.add(result);
                    if (result instanceof TestsFinished tests) {
                        finished.computeIfAbsent(tests.instance().value(), id -> new CompletableFuture<>())
                                .complete(tests);
                    }
                }
                default -> {
                    // not for us
                }
            }
        } catch (UnreadableMessage e) {
            throw new IllegalStateException(e);
        }
    }

    private void request(String key, Message message) {
        ScriptedMock mock = mocks.get(key);
        if (mock != null) {
            relays.getOrDefault(key, UnaryOperator.identity())
                    .apply(mock::request)
                    .accept(message);
        }
    }

    /** Prepares an attempt: a scripted environment and its record, not yet published. */
    public InstanceReady prepare(
            AttemptId attempt,
            String yaml,
            List<ItemEndpoint> more,
            UnaryOperator<java.util.function.Consumer<Message>> relay,
            ScriptedMock.Script script)
            throws Exception {
        String key = attempt.instance().value();
        ScriptedMock mock = new ScriptedMock(World.vertx(), attempt, relay.apply(this::send), script);
        relays.put(key, relay);
        mocks.put(key, mock);
        BlobRef definition = blobs.publish(MessageCodec.json().writeValueAsBytes(World.yaml(yaml)))
                .get(20, TimeUnit.SECONDS);
        List<ItemEndpoint> items = new ArrayList<>(more);
        items.add(ScriptedMock.service("svc"));
        return new InstanceReady(
                attempt,
                new RunId("run-" + key),
                "d",
                definition,
                end(Topic.EXCHANGES, key),
                end(Topic.EVIDENCE, key),
                "127.0.0.1",
                mock.port(),
                ScriptedMock.TOKEN,
                items,
                120_000,
                Instant.now());
    }

    /** Where the records of a key lie. */
    public static TopicPartition partition(Topic topic, String key) {
        int partition = Utils.toPositive(Utils.murmur2(key.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                % topic.partitions();
        return new TopicPartition(topic.topicName(), partition);
    }

    private static TopicPosition end(Topic topic, String key) throws Exception {
        TopicPartition wanted = partition(topic, key);
        try (Admin admin = Admin.create(EmbeddedKafka.config())) {
            long offset = admin.listOffsets(Map.of(wanted, OffsetSpec.latest()))
                    .partitionResult(wanted)
                    .get()
                    .offset();
            return new TopicPosition(wanted.partition(), offset);
        }
    }

    /** How many records of its partition of {@code doppel.instances} the broker would give to a runner-svc that joins the group now. */
    public long waiting(AttemptId attempt) {
        TopicPartition partition = partition(Topic.INSTANCES, attempt.instance().value());
        try (Admin admin = Admin.create(EmbeddedKafka.config())) {
            OffsetAndMetadata committed = admin.listConsumerGroupOffsets("doppel-runner")
                    .partitionsToOffsetAndMetadata()
                    .get(20, TimeUnit.SECONDS)
                    .get(partition);
            long end = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get(20, TimeUnit.SECONDS)
                    .offset();
            return end - (committed == null ? 0 : committed.offset());
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    public CompletableFuture<TestsFinished> finished(AttemptId attempt) {
        return finished.computeIfAbsent(attempt.instance().value(), id -> new CompletableFuture<>());
    }

    @Override
    public void close() {
        mocks.values().forEach(ScriptedMock::close);
        reader.close();
        blobs.close();
        producer.close();
    }
}
