package dev.doppel.runner.bus;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/** This replica's membership in the group that shares out {@code doppel.instances}. Thread-safe. */
@ApplicationScoped
class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final String CHANNEL = "runner-instances-in";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final KafkaClientService clients;

    Intake(KafkaClientService clients) {
        this.clients = clients;
    }

    /**
     * Tells the broker that these records are taken, and waits until it knows: whoever gets their partition later, another life of this replica
     * included, does not see them again. An acknowledgement of the connector does not wait for that. While Kafka is away, this waits.
     *
     * @throws IllegalStateException when the group has shared out its partitions anew since the records came: whoever has theirs now gets them, too
     */
    void commit(KafkaRecordBatch<String, byte[]> batch) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        int generation = Integer.MAX_VALUE;
        for (var record : batch.getRecords()) {
            var metadata = record.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
            generation = Math.min(generation, metadata.getConsumerGroupGenerationId());
            offsets.merge(
                    new TopicPartition(record.getTopic(), record.getPartition()),
                    new OffsetAndMetadata(metadata.getOffset() + 1),
                    (one, other) -> one.offset() > other.offset() ? one : other);
        }
        commit(generation, offsets);
    }

    /** @param generation of the group when the records came; the broker would take a commit of a later one for any partition */
    void commit(int generation, Map<TopicPartition, OffsetAndMetadata> offsets) throws InterruptedException {
        KafkaConsumer<String, byte[]> consumer = clients.getConsumer(CHANNEL);
        if (consumer == null) {
            throw new IllegalStateException("there is no channel " + CHANNEL);
        }
        while (true) {
            try {
                // between two polls: nothing is shared out anew meanwhile
                consumer.runOnPollingThread((Consumer<String, byte[]> open) -> {
                            int now = open.groupMetadata().generationId();
                            if (now != generation) {
                                throw new IllegalStateException(
                                        "the group was shared out anew (" + generation + ", now " + now + ")");
                            }
                            open.commitSync(offsets);
                        })
                        .subscribeAsCompletionStage()
                        .get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TimeoutException)) {
                    throw new IllegalStateException(e.getCause());
                }
                LOG.warnf("%s cannot be committed, Kafka does not answer: trying again", offsets);
            }
        }
    }

    /** Leaves the group for good, so that others get its partitions at once; what was claimed stays here. */
    void leave() {
        KafkaConsumer<String, byte[]> consumer = clients.getConsumer(CHANNEL);
        if (consumer == null) {
            return;
        }
        try {
            consumer.pause()
                    .chain(paused -> consumer.runOnPollingThread(
                            (Consumer<String, byte[]> open) -> open.close(CloseOptions.timeout(LIMIT)
                                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP))))
                    .await()
                    .atMost(LIMIT.multipliedBy(2));
        } catch (RuntimeException e) {
            LOG.warnf("the group could not be left, it will notice by itself: %s", e.getMessage());
        }
    }
}
