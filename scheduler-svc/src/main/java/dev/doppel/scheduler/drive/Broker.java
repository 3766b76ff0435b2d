package dev.doppel.scheduler.drive;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.id.InstanceId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the edge needs of Kafka. Thread-safe. */
public interface Broker {
    /** Sends one record; completes when acknowledged. Data of length 0 is a tombstone. */
    CompletionStage<Void> send(Encoded message);

    /** Publishes content for all services; completes when every part is acknowledged. */
    CompletableFuture<BlobRef> publish(byte[] content);

    /** The ends of the instance's partitions now. */
    CompletableFuture<EvidenceStart> ends(InstanceId instance);
}
