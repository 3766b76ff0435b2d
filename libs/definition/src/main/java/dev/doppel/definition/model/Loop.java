package dev.doppel.definition.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A loop modifier (spec 6.5). Integers may be written as one run-time expression, so they stay nodes. */
public sealed interface Loop {
    Head head();

    /**
     * What all loops have.
     *
     * @param as name of the loop variable
     * @param name prefix of index, items, completed and iterations; null = none
     * @param delayMs integer 0 to 60 000 or an expression; null = no pause
     */
    record Head(String as, @Nullable String name, @Nullable JsonNode delayMs, SourceRef at) {}

    /** @param items a list, an expression, or (on blocks only) a {@code $.} path */
    record ForEach(Head head, JsonNode items) implements Loop {}

    /** Both ends included; {@code step} is 1 unless given. */
    record For(Head head, JsonNode from, JsonNode to, JsonNode step) implements Loop {}

    /** @param until empty = no early end */
    record Repeat(Head head, JsonNode count, List<Assertion> until) implements Loop {
        public Repeat {
            until = List.copyOf(until);
        }
    }
}
