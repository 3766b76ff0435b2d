package dev.doppel.contract.exchange;

import dev.doppel.contract.id.AttemptId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link dev.doppel.contract.request.TwinCommand}. It has an arrival number as a mark has, given before the command was
 * performed: calls that it causes have higher ones.
 *
 * @param attempt which try
 * @param recordNumber position in the attempt's sequence
 * @param arrivalNumber given to the command
 * @param requestId id of the command
 * @param error why nothing came of it, for the user; null when it was performed
 * @param data JSON of the result, empty for none
 * @param at when
 */
public record TwinAnswer(
        AttemptId attempt,
        long recordNumber,
        long arrivalNumber,
        String requestId,
        @Nullable String error,
        CapturedBody data,
        Instant at)
        implements Numbered {
    @Override
    public String key() {
        return attempt.instance().value();
    }
}
