package dev.doppel.platform.record;

import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.event.Message;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/** The one place where contract messages meet Kafka records: String keys, byte[] values, CloudEvents headers. Thread-safe. */
public final class KafkaRecords {
    private KafkaRecords() {}

    /** For a plain producer. */
    public static ProducerRecord<String, byte[]> toProducerRecord(Encoded encoded) {
        return new ProducerRecord<>(encoded.topic().topicName(), null, encoded.key(), encoded.data(), headers(encoded));
    }

    /**
     * Sends over a SmallRye channel of byte[].
     *
     * @return completes when the broker acknowledged, or fails with the broker's reason
     */
    public static CompletionStage<Void> send(Emitter<byte[]> channel, Encoded encoded) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        OutgoingKafkaRecordMetadata<String> metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(encoded.key())
                .withTopic(encoded.topic().topicName())
                .withHeaders(headers(encoded))
                .build();
        channel.send(org.eclipse.microprofile.reactive.messaging.Message.of(
                        encoded.data(),
                        () -> {
                            done.complete(null);
                            return CompletableFuture.completedStage(null);
                        },
                        failure -> {
                            done.completeExceptionally(failure);
                            return CompletableFuture.completedStage(null);
                        })
                .addMetadata(metadata));
        return done;
    }

    /**
     * Reads a record.
     *
     * @throws UnreadableMessage for one that is no message of ours; a tombstone is one
     */
    public static Message read(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        Header type = record.headers().lastHeader("ce_type");
        if (type == null || record.value() == null) {
            throw new UnreadableMessage("no ce_type or no value at " + where(record));
        }
        return MessageCodec.decode(new String(type.value(), StandardCharsets.UTF_8), record.value());
    }

    /** Topic, partition and offset for messages to people. */
    public static String where(ConsumerRecord<?, ?> record) {
        return record.topic() + "/" + record.partition() + "@" + record.offset();
    }

    private static Headers headers(Encoded encoded) {
        RecordHeaders headers = new RecordHeaders();
        encoded.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }
}
