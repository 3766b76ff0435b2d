package dev.doppel.results.bus;

import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.platform.identity.ServiceIdentity;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.results.config.ResultsConfig;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** What results-svc publishes. Every future completes when the broker acknowledged. Thread-safe. */
@ApplicationScoped
public class Outbox {
    private final Emitter<byte[]> publicExchanges;
    private final Emitter<byte[]> dead;
    private final MessageCodec codec;

    Outbox(
            ResultsConfig config,
            @Channel("results-public-exchanges-out")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 10_000)
                    Emitter<byte[]> publicExchanges,
            @Channel("results-dead-out") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 10_000)
                    Emitter<byte[]> dead) {
        this.publicExchanges = publicExchanges;
        this.dead = dead;
        this.codec = new MessageCodec(
                ServiceIdentity.start("results", config.replica()).source(), Clock.systemUTC());
    }

    /** A masked exchange for readers downstream; {@code ce_id} is the same each time it is sent again. */
    public CompletableFuture<Void> publish(Exchange masked) {
        Encoded encoded = codec.encode(masked);
        Map<String, String> headers = new HashMap<>(encoded.headers());
        headers.put(
                "ce_id", masked.attempt().instance() + "/" + masked.attempt().number() + "/" + masked.recordNumber());
        return KafkaRecords.send(
                        publicExchanges, new Encoded(Topic.PUBLIC_EXCHANGES, encoded.key(), headers, encoded.data()))
                .toCompletableFuture();
    }

    /** A record that cannot be used, with where it was and why. */
    public CompletableFuture<Void> bury(ConsumerRecord<String, byte[]> record, String reason) {
        RecordHeaders headers = new RecordHeaders(record.headers().toArray());
        headers.add("doppel-dead-by", "results-svc".getBytes(StandardCharsets.UTF_8));
        headers.add("doppel-dead-from", KafkaRecords.where(record).getBytes(StandardCharsets.UTF_8));
        headers.add("doppel-dead-reason", reason.getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletionStage<Void> acknowledged = CompletableFuture.completedStage(null);
        dead.send(Message.of(
                        record.value() == null ? new byte[0] : record.value(),
                        List.of(OutgoingKafkaRecordMetadata.<String>builder()
                                .withKey(record.key())
                                .withHeaders(headers)
                                .build()))
                .withAck(() -> {
                    done.complete(null);
                    return acknowledged;
                })
                .withNack(failure -> {
                    done.completeExceptionally(failure);
                    return acknowledged;
                }));
        return done;
    }
}
