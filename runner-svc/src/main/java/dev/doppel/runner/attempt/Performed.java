package dev.doppel.runner.attempt;

import dev.doppel.runner.document.OwnCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a step's action. */
sealed interface Performed {
    /**
     * It was answered.
     *
     * @param requestId id of the step's own exchange; null when it has none
     */
    record Done(OwnCall own, @Nullable String requestId, List<String> notes) implements Performed {}

    /**
     * It failed; the step fails with it.
     *
     * @param unproved true: only when the interception point is still there; without it nobody knows whose fault it was
     */
    record Failed(String error, @Nullable String requestId, boolean unproved) implements Performed {
        Failed(String error, @Nullable String requestId) {
            this(error, requestId, false);
        }
    }
}
