package dev.doppel.contract.request;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.AttemptId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a proof of absence (architecture, "Capture and verdicts"): answered once, when nothing is in flight and nothing new came for
 * {@code quietMillis}, else at {@code latestMillis} after receipt, on the answerer's monotonic clock.
 *
 * @param attempt which try
 * @param id unique request id, echoed in the answer
 * @param quietMillis how long nothing may have come; 0 answers at once
 * @param latestMillis latest time of the answer; measured by the answerer from the moment named by {@code since}
 * @param since request id of the step's own HTTP exchange or mark: times run from its completion; empty: from receipt
 * @param sources who must answer
 * @param twins tables whose rows mock-svc publishes just before its answer; null when there are none
 */
public record BarrierRequest(
        AttemptId attempt,
        String id,
        long quietMillis,
        long latestMillis,
        String since,
        Set<Source> sources,
        @Nullable List<TwinTable> twins)
        implements Message {
    @JsonCreator
    public BarrierRequest {
        sources = Set.copyOf(sources);
        twins = twins == null || twins.isEmpty() ? null : List.copyOf(twins);
    }

    /** Of nobody's rows. */
    public BarrierRequest(
            AttemptId attempt, String id, long quietMillis, long latestMillis, String since, Set<Source> sources) {
        this(attempt, id, quietMillis, latestMillis, since, sources, null);
    }

    /** INTERCEPTION: mock-svc, on doppel.exchanges. CONSOLE: scheduler-svc, on doppel.evidence. */
    public enum Source {
        INTERCEPTION,
        CONSOLE
    }

    @Override
    public String key() {
        return attempt.instance().value();
    }
}
