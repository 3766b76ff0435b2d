package dev.doppel.contract.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.AttemptId;
import org.jspecify.annotations.Nullable;

/**
 * Asks mock-svc to read or write a twin's tables (definition spec 12.9); answered by one
 * {@link dev.doppel.contract.exchange.TwinAnswer} on doppel.exchanges. A repeated command with the same id gets the same answer and has no
 * further effect.
 *
 * @param attempt which try
 * @param id unique request id, echoed in the answer
 * @param twin name of the TWIN item
 * @param op what to do
 * @param table table name; null only for RESET (all tables), SNAPSHOT and RESTORE
 * @param row id of the row for GET, PATCH and DELETE; else null
 * @param data object for CREATE and PATCH; else null
 * @param snapshot name for SNAPSHOT and RESTORE; else null
 */
public record TwinCommand(
        AttemptId attempt,
        String id,
        String twin,
        Op op,
        @Nullable String table,
        @Nullable String row,
        @Nullable JsonNode data,
        @Nullable String snapshot)
        implements Message {
    /** The operations of definition spec 12.9. */
    public enum Op {
        LIST,
        GET,
        CREATE,
        PATCH,
        DELETE,
        RESET,
        SNAPSHOT,
        RESTORE
    }

    @Override
    public String key() {
        return attempt.instance().value();
    }
}
