package dev.doppel.twin.action;

import dev.doppel.twin.decode.BodyReader;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.table.RunTables;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One request to a bound operation.
 *
 * @param path raw path as asked
 * @param params path parameters, decoded
 * @param visibleDeletes preserved rows stay readable (D1)
 * @param strict unknown cursors are errors
 */
public record Call(
        String path,
        Query query,
        Map<String, String> params,
        BodyReader.Body body,
        RunTables tables,
        Supplier<Instant> clock,
        boolean visibleDeletes,
        boolean strict) {}
