package dev.doppel.contract.exchange;

import dev.doppel.contract.id.AttemptId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a twin's table at the moment of a barrier: published just before its {@link BarrierAnswer}, for each table that the request
 * names. Nothing arrived between the reading and a quiet answer.
 *
 * @param attempt which try
 * @param recordNumber position in the attempt's sequence
 * @param requestId id of the barrier request
 * @param twin name of the TWIN item
 * @param table name of the table
 * @param error why there are no rows, for the user; null when there are
 * @param rows JSON array of the rows as the table's list operation shows them
 * @param at when
 */
public record TwinRows(
        AttemptId attempt,
        long recordNumber,
        String requestId,
        String twin,
        String table,
        @Nullable String error,
        CapturedBody rows,
        Instant at)
        implements Numbered {
    @Override
    public String key() {
        return attempt.instance().value();
    }
}
