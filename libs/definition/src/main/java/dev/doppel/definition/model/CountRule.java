package dev.doppel.definition.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.OptionalInt;

/**
 * How many matches there must be (spec 7.4). A bare integer in the file is {@code eq}.
 *
 * @param value a non-negative integer, or text that is one run-time expression
 * @param given false when the file says nothing and the default "at least one" stands in
 */
public record CountRule(Comparison comparison, JsonNode value, boolean given) {
    /** What holds when the file says nothing. */
    public static final CountRule AT_LEAST_ONE = new CountRule(Comparison.GTE, IntNode.valueOf(1), false);

    /** The number when it is known before the run. */
    public OptionalInt fixed() {
        return value.isIntegralNumber() ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
    }

    /** Comparisons allowed for counts. */
    public enum Comparison {
        EQ,
        GT,
        GTE,
        LT,
        LTE
    }
}
