package dev.doppel.contract.exchange;

import dev.doppel.contract.id.AttemptId;
import java.time.Instant;
import java.util.List;

/**
 * The answer to a barrier request by mock-svc. Whoever holds every record number up to {@code recordNumber} holds everything that was
 * captured before it.
 *
 * @param attempt which try
 * @param recordNumber this answer's own position in the sequence
 * @param lastArrivalNumber the highest arrival number given so far
 * @param requestId id of the request
 * @param quiet true when it was answered because all was quiet, false at the latest time
 * @param inFlight calls that were not complete
 * @param dropped records that did not fit and were given up; above 0 the attempt is inconclusive
 * @param at when
 */
public record BarrierAnswer(
        AttemptId attempt,
        long recordNumber,
        long lastArrivalNumber,
        String requestId,
        boolean quiet,
        List<InFlight> inFlight,
        long dropped,
        Instant at)
        implements Numbered {
    public BarrierAnswer {
        inFlight = List.copyOf(inFlight);
    }

    /** The same, with so many more records that were given up. */
    public BarrierAnswer losing(long more) {
        return new BarrierAnswer(
                attempt, recordNumber, lastArrivalNumber, requestId, quiet, inFlight, dropped + more, at);
    }

    @Override
    public String key() {
        return attempt.instance().value();
    }
}
