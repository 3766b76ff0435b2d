package dev.doppel.definition.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step: an action, then extraction, then blocks (spec 5.2).
 *
 * @param index from 0, over all groups of the test
 * @param name as written, may hold run-time expressions; {@code Step N} (N from 1) when the file gives none
 * @param action null only where a loop stands for it
 * @param extract in written order
 * @param blocks in written order; consecutive flat assertions are one block
 * @param stopOnFailure effective value: the step's, else the test's, else true
 * @param settle effective value: {@code x-settle}, else the definition's, else the platform's
 * @param loop null = runs once
 */
public record Step(
        int index,
        String name,
        @Nullable String description,
        @Nullable Action action,
        List<Extraction> extract,
        List<Block> blocks,
        boolean stopOnFailure,
        Settings.Settle settle,
        @Nullable Loop loop,
        SourceRef at) {
    public Step {
        extract = List.copyOf(extract);
        blocks = List.copyOf(blocks);
    }
}
