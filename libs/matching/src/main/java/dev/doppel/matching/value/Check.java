package dev.doppel.matching.value;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.path.Generation;
import dev.doppel.matching.path.PathResult;
import org.jspecify.annotations.Nullable;

/** Applies operators (spec 7.6). Pure and thread-safe. */
public final class Check {
    private Check() {}

    /**
     * Compares.
     *
     * @param expected the value; ignored by operators without one; null counts as JSON null
     * @param generation of the path that gave {@code actual}: LEGACY compares texts ignoring case
     */
    public static CheckResult evaluate(
            Operator operator, PathResult actual, @Nullable JsonNode expected, Generation generation) {
        throw new UnsupportedOperationException();
    }
}
