package dev.doppel.runner.bus;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.CloseOptions;
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
     * @throws IllegalStateException when the partition went to another replica meanwhile, which gets the records, too
     */
    void commit(KafkaRecordBatch<String, byte[]> batch) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (var record : batch.getRecords()) {
            offsets.merge(
                    new TopicPartition(record.getTopic(), record.getPartition()),
                    new OffsetAndMetadata(offset(record) + 1),
                    (one, other) -> one.offset() > other.offset() ? one : other);
        }
        KafkaConsumer<String, byte[]> consumer = clients.getConsumer(CHANNEL);
        if (consumer == null) {
            throw new IllegalStateException("there is no channel " + CHANNEL);
        }
        while (true) {
            try {
                consumer.commit(offsets).subscribeAsCompletionStage().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TimeoutException)) {
                    throw new IllegalStateException(e.getCause());
                }
                LOG.warnf("%s cannot be committed, Kafka does not answer: trying again", offsets);
            }
        }
    }

    private static long offset(KafkaRecord<String, byte[]> record) {
        return record.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(IncomingKafkaRecordMetadata::getOffset)
                .orElseThrow();
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
                            (org.apache.kafka.clients.consumer.Consumer<String, byte[]> open) ->
                                    open.close(CloseOptions.timeout(LIMIT)
                                            .withGroupMembershipOperation(
                                                    CloseOptions.GroupMembershipOperation.LEAVE_GROUP))))
                    .await()
                    .atMost(LIMIT.multipliedBy(2));
        } catch (RuntimeException e) {
            LOG.warnf("the group could not be left, it will notice by itself: %s", e.getMessage());
        }
    }
}
