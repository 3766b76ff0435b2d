package dev.doppel.definition.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Limits, applied where the runtime can. Null = not given.
 *
 * @param minCpu cores
 * @param maxCpu cores
 * @param minMemoryBytes bytes (a plain number in the file means MiB)
 * @param maxMemoryBytes bytes
 */
public record Resources(
        @Nullable BigDecimal minCpu,
        @Nullable BigDecimal maxCpu,
        @Nullable Long minMemoryBytes,
        @Nullable Long maxMemoryBytes) {
    public static final Resources NONE = new Resources(null, null, null, null);
}
