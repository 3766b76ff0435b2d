package dev.doppel.matching.where;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A compiled where list: elements ANDed, with {@code or}, {@code and}, {@code not} (spec 7.4). Immutable, thread-safe. */
public final class Where {
    private Where() {}

    /**
     * Compiles a where list whose expressions are already evaluated.
     *
     * @throws WhereSyntaxException naming the place
     */
    public static Where parse(JsonNode list) {
        throw new UnsupportedOperationException();
    }

    /** Whether the element is selected. */
    public boolean test(JsonNode element) {
        throw new UnsupportedOperationException();
    }

    /** The top-level elements of the list that do not hold, as sentences; empty when selected (spec 7.8). */
    public List<String> failing(JsonNode element) {
        throw new UnsupportedOperationException();
    }
}
