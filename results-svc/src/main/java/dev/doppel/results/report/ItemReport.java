package dev.doppel.results.report;

import dev.doppel.contract.result.ItemState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param name item name
 * @param kind in lower case
 * @param state newest
 * @param detail image, version, probe outcome or exit code: the newest that was told
 * @param lastLines console lines told with a crash, else empty
 * @param at when the state was entered
 */
public record ItemReport(
        String name, String kind, ItemState state, @Nullable String detail, List<String> lastLines, Instant at) {
    public ItemReport {
        lastLines = List.copyOf(lastLines);
    }
}
