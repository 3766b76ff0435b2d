package dev.doppel.contract.exchange;

import dev.doppel.contract.id.AttemptId;
import java.time.Instant;

/**
 * The answer to a mark request: a repeated request with the same id gets the same answer.
 *
 * @param attempt which try
 * @param recordNumber position in the attempt's sequence
 * @param arrivalNumber the number given to the mark; later requests have higher ones
 * @param requestId id of the request
 * @param at when
 */
public record MarkSet(AttemptId attempt, long recordNumber, long arrivalNumber, String requestId, Instant at)
        implements Numbered {
    @Override
    public String key() {
        return attempt.instance().value();
    }
}
