package dev.doppel.twin.action;

import dev.doppel.twin.decode.BodyReader;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.table.Row;
import dev.doppel.twin.table.RunTables;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One request to a bound operation.
 *
 * @param path raw path as asked
 * @param params path parameters, decoded
 * @param visibleDeletes preserved rows stay readable (D1)
 * @param strict unknown cursors are errors
 * @param changes where every change is noted, in order
 * @param settled what happens between a change and its answer
 */
public record Call(
        String path,
        Query query,
        Map<String, String> params,
        BodyReader.Body body,
        RunTables tables,
        Supplier<Instant> clock,
        boolean visibleDeletes,
        boolean strict,
        List<RunTables.Change> changes,
        Settled settled) {

    /** The rules behind an action. */
    @FunctionalInterface
    public interface Settled {
        /** The row as it is once they have run; {@link dev.doppel.twin.fault.TwinFault} when they refuse. */
        Row settle(Row changed);
    }
}
