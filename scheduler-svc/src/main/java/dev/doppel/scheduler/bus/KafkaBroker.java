package dev.doppel.scheduler.bus;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.instance.TopicPosition;
import dev.doppel.platform.blob.Blobs;
import dev.doppel.scheduler.drive.Broker;
import dev.doppel.scheduler.drive.EvidenceStart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** {@link Broker} over the outgoing channels and an admin client. Thread-safe. */
public final class KafkaBroker implements Broker, AutoCloseable {
    private final Sender sender;
    private final Admin admin;

    /** Sends one record; value null is a tombstone. */
    @FunctionalInterface
    public interface Sender {
        CompletionStage<Void> send(
                Topic topic, String key, byte @org.jspecify.annotations.Nullable [] value, RecordHeaders headers);
    }

    /** @param kafkaConfig at least {@code bootstrap.servers} */
    public KafkaBroker(Sender sender, Map<String, Object> kafkaConfig) {
        this.sender = sender;
        this.admin = Admin.create(new HashMap<>(kafkaConfig));
    }

    @Override
    public CompletionStage<Void> send(Encoded message) {
        RecordHeaders headers = new RecordHeaders();
        message.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return sender.send(message.topic(), message.key(), message.data().length == 0 ? null : message.data(), headers);
    }

    @Override
    public CompletableFuture<BlobRef> publish(byte[] content) {
        int count = Math.max(1, (content.length + BlobRef.PART_BYTES - 1) / BlobRef.PART_BYTES);
        BlobRef ref = new BlobRef(Blobs.sha256(content), content.length, count);
        CompletableFuture<?>[] sent = new CompletableFuture<?>[count];
        for (int part = 0; part < count; part++) {
            int from = part * BlobRef.PART_BYTES;
            byte[] bytes = Arrays.copyOfRange(content, from, Math.min(content.length, from + BlobRef.PART_BYTES));
            sent[part] = sender.send(Topic.BLOBS, ref.key(part), bytes, new RecordHeaders())
                    .toCompletableFuture();
        }
        return CompletableFuture.allOf(sent).thenApply(done -> ref);
    }

    @Override
    public CompletableFuture<EvidenceStart> ends(InstanceId instance) {
        TopicPartition exchanges = partition(Topic.EXCHANGES, instance);
        TopicPartition evidence = partition(Topic.EVIDENCE, instance);
        return admin.listOffsets(Map.of(exchanges, OffsetSpec.latest(), evidence, OffsetSpec.latest()))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(ends -> new EvidenceStart(position(exchanges, ends), position(evidence, ends)));
    }

    private static TopicPosition position(
            TopicPartition partition, Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> ends) {
        ListOffsetsResult.ListOffsetsResultInfo end = ends.get(partition);
        if (end == null) {
            throw new IllegalStateException("Kafka does not say where " + partition + " ends");
        }
        return new TopicPosition(partition.partition(), end.offset());
    }

    /** The partition that Kafka's producer chooses for the instance's key. */
    static TopicPartition partition(Topic topic, InstanceId instance) {
        byte[] key = instance.value().getBytes(StandardCharsets.UTF_8);
        return new TopicPartition(topic.topicName(), BuiltInPartitioner.partitionForKey(key, topic.partitions()));
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
