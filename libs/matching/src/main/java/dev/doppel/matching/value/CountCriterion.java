package dev.doppel.matching.value;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How many entries a match wants (spec 7.4). Immutable.
 *
 * @param operator one of EQ, GT, GTE, LT, LTE
 * @param value not negative
 */
public record CountCriterion(Operator operator, long value) {
    /** What holds when nothing is written: at least one. */
    public static final CountCriterion DEFAULT = new CountCriterion(Operator.GTE, 1);

    public CountCriterion {
        switch (operator) {
            case EQ, GT, GTE, LT, LTE -> {}
            case NE,
                    EQ_IGNORE_CASE,
                    CONTAINS,
                    CONTAINS_IGNORE_CASE,
                    NOT_CONTAINS,
                    NOT_CONTAINS_IGNORE_CASE,
                    MATCHES,
                    IN,
                    NOT_IN,
                    EXISTS,
                    NOT_EXISTS,
                    IS_EMPTY,
                    NOT_EMPTY,
                    TYPE,
                    LENGTH,
                    ARRAY_CONTAINS,
                    ARRAY_NOT_CONTAINS ->
                throw new AssertionSyntaxException(
                        "count compares with eq, gt, gte, lt or lte, not with " + operator.text());
        }
        if (value < 0) {
            throw new AssertionSyntaxException("a count is not negative");
        }
    }

    /**
     * Reads an integer or {@code {operator, value}} whose expressions are evaluated.
     *
     * @throws AssertionSyntaxException with what would be right
     */
    public static CountCriterion parse(JsonNode count) {
        if (count.isObject()) {
            JsonNode name = count.path("operator");
            Operator operator = Operator.byName(name.asText())
                    .orElseThrow(() -> new AssertionSyntaxException(
                            "count.operator is one of eq, gt, gte, lt, lte, not \"" + name.asText() + "\""));
            return new CountCriterion(operator, integer(count.path("value"), "count.value"));
        }
        return new CountCriterion(Operator.EQ, integer(count, "count"));
    }

    /** Whether that many are right. */
    public boolean test(long matches) {
        return switch (operator) {
            case EQ -> matches == value;
            case GT -> matches > value;
            case GTE -> matches >= value;
            case LT -> matches < value;
            case LTE -> matches <= value;
            case NE,
                    EQ_IGNORE_CASE,
                    CONTAINS,
                    CONTAINS_IGNORE_CASE,
                    NOT_CONTAINS,
                    NOT_CONTAINS_IGNORE_CASE,
                    MATCHES,
                    IN,
                    NOT_IN,
                    EXISTS,
                    NOT_EXISTS,
                    IS_EMPTY,
                    NOT_EMPTY,
                    TYPE,
                    LENGTH,
                    ARRAY_CONTAINS,
                    ARRAY_NOT_CONTAINS -> throw new IllegalStateException("not constructible");
        };
    }

    /** Whether more matches could turn a pass into a failure, so that it is decided at the quiet point only (spec 7.7). */
    public boolean upperBounded() {
        return operator == Operator.EQ || operator == Operator.LT || operator == Operator.LTE;
    }

    /** Whether that many matches fail whatever may still come. */
    public boolean exceeded(long matches) {
        return upperBounded() && matches > value || operator == Operator.LT && matches >= value;
    }

    /** For messages, such as {@code gte 1}. */
    @Override
    public String toString() {
        return operator.text() + " " + value;
    }

    private static long integer(JsonNode node, String what) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        throw new AssertionSyntaxException(what + " is an integer of at least 0; it is " + Values.described(node));
    }
}
