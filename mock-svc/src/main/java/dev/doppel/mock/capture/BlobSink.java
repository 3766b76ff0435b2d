package dev.doppel.mock.capture;

import dev.doppel.contract.blob.BlobRef;

/** Takes content that is too long for a record. */
public interface BlobSink {
    /** Publishes before the record that refers to it. */
    BlobRef publish(byte[] content);
}
