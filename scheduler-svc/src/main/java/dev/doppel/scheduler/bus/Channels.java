package dev.doppel.scheduler.bus;

import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.event.Topic;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jspecify.annotations.Nullable;

/** The outgoing channels, one per topic that scheduler-svc writes. Thread-safe. */
@ApplicationScoped
class Channels {
    private static final int BUFFER = 10_000;

    private final Emitter<Record<String, byte[]>> environments;
    private final Emitter<Record<String, byte[]>> instances;
    private final Emitter<Record<String, byte[]>> results;
    private final Emitter<Record<String, byte[]>> evidence;
    private final Emitter<Record<String, byte[]>> blobs;
    private final Emitter<Record<String, byte[]>> interception;
    private final Emitter<Record<String, byte[]>> dead;

    Channels(
            @Channel("scheduler-environments-out") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
                    Emitter<Record<String, byte[]>> environments,
            @Channel("scheduler-instances-out") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
                    Emitter<Record<String, byte[]>> instances,
            @Channel("scheduler-results-out") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
                    Emitter<Record<String, byte[]>> results,
            @Channel("scheduler-evidence-out") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
                    Emitter<Record<String, byte[]>> evidence,
            @Channel("scheduler-blobs-out") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
                    Emitter<Record<String, byte[]>> blobs,
            @Channel("scheduler-interception-out") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
                    Emitter<Record<String, byte[]>> interception,
            @Channel("scheduler-dead-out") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
                    Emitter<Record<String, byte[]>> dead) {
        this.environments = environments;
        this.instances = instances;
        this.results = results;
        this.evidence = evidence;
        this.blobs = blobs;
        this.interception = interception;
        this.dead = dead;
    }

    /** Sends one record; data of length 0 is a tombstone. Completes when the broker has acknowledged. */
    CompletionStage<Void> send(Encoded encoded) {
        RecordHeaders headers = new RecordHeaders();
        encoded.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return send(encoded.topic(), encoded.key(), encoded.data().length == 0 ? null : encoded.data(), headers);
    }

    /** Sends bytes that are no message of ours. */
    CompletionStage<Void> send(Topic topic, String key, byte @Nullable [] value, RecordHeaders headers) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        OutgoingKafkaRecordMetadata<String> metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(key)
                .withHeaders(headers)
                .build();
        try {
            channel(topic)
                    .send(Message.of(
                                    Record.of(key, value),
                                    () -> {
                                        done.complete(null);
                                        return CompletableFuture.completedStage(null);
                                    },
                                    failure -> {
                                        done.completeExceptionally(failure);
                                        return CompletableFuture.completedStage(null);
                                    })
                            .addMetadata(metadata));
        } catch (IllegalStateException full) {
            done.completeExceptionally(full);
        }
        return done;
    }

    private Emitter<Record<String, byte[]>> channel(Topic topic) {
        return switch (topic) {
            case ENVIRONMENTS -> environments;
            case INSTANCES -> instances;
            case RESULTS -> results;
            case EVIDENCE -> evidence;
            case BLOBS -> blobs;
            case DEAD -> dead;
            case INTERCEPTION -> interception;
            case REQUESTS, EXCHANGES, PUBLIC_EXCHANGES ->
                throw new IllegalArgumentException("scheduler-svc does not write " + topic.topicName());
        };
    }
}
