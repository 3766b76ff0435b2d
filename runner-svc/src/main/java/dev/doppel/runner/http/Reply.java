package dev.doppel.runner.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of a call. */
public sealed interface Reply {
    /** Time of the last try. */
    Duration took();

    /**
     * An answer, whatever its status.
     *
     * @param requestId the id under which mock-svc recorded the exchange
     * @param document the step's {@code $.response}
     */
    record Answered(String requestId, ObjectNode document, Duration took) implements Reply {}

    /**
     * No answer.
     *
     * @param requestId id of the last try, which may have been recorded; null when nothing was sent
     * @param error one sentence
     * @param silent mock-svc itself said nothing: the environment may be at fault, or mock-svc may be gone
     */
    record Failed(@Nullable String requestId, String error, Duration took, boolean silent) implements Reply {}
}
