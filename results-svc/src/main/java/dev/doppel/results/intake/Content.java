package dev.doppel.results.intake;

import dev.doppel.contract.blob.BlobRef;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Content that did not fit into a record. Thread-safe. */
public interface Content {
    /**
     * Waits for the content up to a limit.
     *
     * @return null when it did not come or does not fit its digest
     */
    byte @Nullable [] get(BlobRef ref, Duration limit);
}
