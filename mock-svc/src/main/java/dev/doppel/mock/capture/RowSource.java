package dev.doppel.mock.capture;

import dev.doppel.contract.request.TwinTable;
import org.jspecify.annotations.Nullable;

/** Reads the rows that a barrier is asked to show. Thread-safe; may block. */
public interface RowSource {
    /**
     * Rows of a table.
     *
     * @param error why there are none, for the user; null when there are
     * @param json array of rows, empty with an error
     */
    record Rows(@Nullable String error, byte[] json) {}

    Rows read(TwinTable table);
}
