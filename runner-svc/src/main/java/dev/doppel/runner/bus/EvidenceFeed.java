package dev.doppel.runner.bus;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.instance.InstanceReady;
import dev.doppel.contract.instance.TopicPosition;
import dev.doppel.platform.blob.Blobs;
import dev.doppel.platform.log.LogReader;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.runner.claim.Attempts;
import dev.doppel.runner.document.Bodies;
import dev.doppel.runner.evidence.BodyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads evidence by assignment: the partitions of the attempts that run here, from the offsets that their instance records name. A
 * rebalance of anything never touches it. Thread-safe.
 */
final class EvidenceFeed implements AutoCloseable {
    private final Attempts attempts;
    private final RunnerOut out;
    private final LogReader reader;
    private final Blobs blobs;
    private final Duration evidenceWait;
    private final Map<TopicPartition, Integer> readers = new HashMap<>();

    EvidenceFeed(Map<String, Object> kafka, Attempts attempts, RunnerOut out, Duration evidenceWait) {
        this.attempts = attempts;
        this.out = out;
        this.evidenceWait = evidenceWait;
        this.blobs = new Blobs("runner-blobs", kafka, record -> {
            throw new IllegalStateException("runner-svc publishes no blobs");
        });
        this.reader = LogReader.start("runner-evidence", kafka, this::accept);
    }

    /** Completes when all content published before is known. */
    CompletableFuture<Void> ready() {
        return blobs.ready();
    }

    /** Content of a blob. */
    CompletableFuture<byte[]> content(BlobRef ref) {
        return blobs.get(ref);
    }

    /** Bytes of captured bodies, wherever they lie. */
    Bodies bodies(BodyStore stored) {
        return body -> bytes(body, stored);
    }

    private byte[] bytes(CapturedBody body, BodyStore stored) {
        BlobRef blob = body.blob();
        if (blob == null) {
            return Bodies.INLINE.bytes(body);
        }
        byte[] here = stored.get(blob);
        if (here != null) {
            return here;
        }
        try {
            return blobs.get(blob).get(evidenceWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new Bodies.LostBody(
                    "a body of " + body.size() + " bytes did not come within " + evidenceWait.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new Bodies.LostBody("a body of " + body.size() + " bytes is damaged");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Bodies.LostBody("this replica goes down");
        }
    }

    /** Begins to read what an attempt needs; completes when nothing can be missed. */
    CompletableFuture<Void> follow(InstanceReady ready) {
        return CompletableFuture.allOf(
                follow(Topic.EXCHANGES, ready.exchanges()), follow(Topic.EVIDENCE, ready.evidence()));
    }

    private CompletableFuture<Void> follow(Topic topic, TopicPosition position) {
        synchronized (readers) {
            readers.merge(new TopicPartition(topic.topicName(), position.partition()), 1, Integer::sum);
            return reader.fromOffset(topic.topicName(), position.partition(), position.offset());
        }
    }

    /** Stops reading what no other attempt needs. */
    void leave(InstanceReady ready) {
        leave(Topic.EXCHANGES, ready.exchanges());
        leave(Topic.EVIDENCE, ready.evidence());
    }

    private void leave(Topic topic, TopicPosition position) {
        synchronized (readers) {
            TopicPartition partition = new TopicPartition(topic.topicName(), position.partition());
            Integer left = readers.merge(partition, -1, Integer::sum);
            if (left == null || left <= 0) {
                readers.remove(partition);
                reader.stop(partition.topic(), partition.partition());
            }
        }
    }

    private void accept(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null || !attempts.concerns(record.key())) {
            return;
        }
        Message message;
        try {
            message = KafkaRecords.read(record);
        } catch (UnreadableMessage e) {
            out.dead(record, String.valueOf(e.getMessage()));
            return;
        }
        attempts.deliver(message);
    }

    @Override
    public void close() {
        reader.close();
        blobs.close();
    }
}
