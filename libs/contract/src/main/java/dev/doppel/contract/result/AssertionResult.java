package dev.doppel.contract.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decided comparison (definition spec 7.8).
 *
 * @param blockIndex block in the step, from 0; -1 for the action and for step-level extraction
 * @param assertionIndex assertion in the block, from 0; -1 for a count
 * @param kind {@code field count extract action skipped console}
 * @param path the source text; empty when it has none
 * @param operator operator name; empty when it has none
 * @param expected expected value as compact JSON, shortened above 10 kB
 * @param actual actual value as compact JSON, shortened above 10 kB
 * @param outcome how it was decided
 * @param error why it failed, one sentence; null when it passed
 * @param note what a reader should know though it passed
 * @param nearest for a failed count: the closest exchanges, each with the criterion that failed
 * @param position where it stands in the user's files, if known
 */
public record AssertionResult(
        int blockIndex,
        int assertionIndex,
        String kind,
        String path,
        String operator,
        @Nullable String expected,
        @Nullable String actual,
        Outcome outcome,
        @Nullable String error,
        @Nullable String note,
        List<String> nearest,
        @Nullable SourcePosition position) {
    public AssertionResult {
        nearest = List.copyOf(nearest);
    }
}
