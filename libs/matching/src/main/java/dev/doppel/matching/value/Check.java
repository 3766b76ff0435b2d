package dev.doppel.matching.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.doppel.matching.json.Numbers;
import dev.doppel.matching.path.Generation;
import dev.doppel.matching.path.PathResult;
import dev.doppel.matching.regex.Regex;
import dev.doppel.matching.regex.RegexSearch;
import dev.doppel.matching.regex.RegexSyntaxException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Applies operators (spec 7.6). Pure and thread-safe. */
public final class Check {
    private static final RecentPatterns RECENT = new RecentPatterns();

    private Check() {}

    /**
     * Compares.
     *
     * @param expected the value; ignored by operators without one; null counts as JSON null
     * @param generation of the path that gave {@code actual}: LEGACY compares texts ignoring case
     */
    public static CheckResult evaluate(
            Operator operator, PathResult actual, @Nullable JsonNode expected, Generation generation) {
        JsonNode wanted = expected == null ? NullNode.getInstance() : expected;
        Verdict verdict = verdict(operator, actual, wanted, generation);
        JsonNode seen = actual instanceof PathResult.Found(JsonNode node) ? Shortening.shorten(node) : null;
        return new CheckResult(
                verdict.passed(),
                operator.needsValue() ? Shortening.shorten(wanted) : null,
                seen,
                verdict.passed() ? null : verdict.words(),
                verdict.passed() ? verdict.words() : null);
    }

    /** As {@link #evaluate} without the words: for filtering many entries. */
    public static boolean holds(
            Operator operator, PathResult actual, @Nullable JsonNode expected, Generation generation) {
        return verdict(operator, actual, expected == null ? NullNode.getInstance() : expected, generation)
                .passed();
    }

    private static Verdict verdict(Operator operator, PathResult actual, JsonNode expected, Generation generation) {
        return switch (actual) {
            case PathResult.Found(JsonNode node) -> found(operator, node, expected, generation);
            case PathResult.Missing missing -> missing(operator, missing);
        };
    }

    private static Verdict missing(Operator operator, PathResult.Missing missing) {
        return switch (operator) {
            case NOT_EXISTS, IS_EMPTY -> Verdict.of(true);
            case EQ,
                    NE,
                    EQ_IGNORE_CASE,
                    GT,
                    GTE,
                    LT,
                    LTE,
                    CONTAINS,
                    CONTAINS_IGNORE_CASE,
                    NOT_CONTAINS,
                    NOT_CONTAINS_IGNORE_CASE,
                    MATCHES,
                    IN,
                    NOT_IN,
                    EXISTS,
                    NOT_EMPTY,
                    TYPE,
                    LENGTH,
                    ARRAY_CONTAINS,
                    ARRAY_NOT_CONTAINS -> Verdict.failed(missing.reason());
        };
    }

    private static Verdict found(Operator operator, JsonNode actual, JsonNode expected, Generation generation) {
        boolean legacy = generation == Generation.LEGACY;
        return switch (operator) {
            case EQ -> equal(actual, expected, generation);
            case NE -> equal(actual, expected, generation).negated();
            case EQ_IGNORE_CASE -> Verdict.of(Equality.ignoringCase(actual, expected));
            case GT, GTE, LT, LTE -> ordered(operator, actual, expected);
            case CONTAINS -> Containment.check(actual, expected, legacy, legacy);
            case CONTAINS_IGNORE_CASE -> Containment.check(actual, expected, true, legacy);
            case NOT_CONTAINS ->
                Containment.check(actual, expected, legacy, legacy).negated();
            case NOT_CONTAINS_IGNORE_CASE ->
                Containment.check(actual, expected, true, legacy).negated();
            case MATCHES -> matches(actual, expected);
            case IN -> in(actual, expected, generation);
            case NOT_IN -> in(actual, expected, generation).negated();
            case EXISTS -> Verdict.of(!actual.isNull());
            case NOT_EXISTS -> Verdict.of(actual.isNull());
            case IS_EMPTY -> Verdict.of(isEmpty(actual));
            case NOT_EMPTY -> Verdict.of(!isEmpty(actual));
            case TYPE -> equal(TextNode.valueOf(Values.typeOf(actual)), expected, generation);
            case LENGTH -> length(actual, expected);
            case ARRAY_CONTAINS -> list(operator, actual, expected, legacy);
            case ARRAY_NOT_CONTAINS -> list(operator, actual, expected, legacy).negated();
        };
    }

    private static Verdict equal(JsonNode actual, JsonNode expected, Generation generation) {
        return switch (Equality.compare(actual, expected, generation)) {
            case SAME -> Verdict.of(true);
            case IGNORING_CASE -> new Verdict(true, "equal ignoring case");
            case AS_BOOLEANS -> new Verdict(true, "equal as booleans");
            case AS_NUMBERS -> new Verdict(true, "equal as numbers");
            case DIFFERENT -> Verdict.of(false);
        };
    }

    private static Verdict ordered(Operator operator, JsonNode actual, JsonNode expected) {
        Optional<BigDecimal> left = Numbers.ofNumeric(actual);
        Optional<BigDecimal> right = Numbers.ofNumeric(expected);
        if (left.isPresent() && right.isPresent()) {
            return Verdict.of(holds(operator, left.get().compareTo(right.get())));
        }
        Optional<Instant> from = Timestamps.of(actual);
        Optional<Instant> to = Timestamps.of(expected);
        if (from.isPresent() && to.isPresent()) {
            return new Verdict(holds(operator, from.get().compareTo(to.get())), null);
        }
        return Verdict.failed(operator.text() + " compares numbers or RFC 3339 timestamps; not numeric: "
                + (left.isPresent()
                        ? "expected is " + Values.described(expected)
                        : "actual is " + Values.described(actual)));
    }

    private static boolean holds(Operator operator, int comparison) {
        return switch (operator) {
            case GT -> comparison > 0;
            case GTE -> comparison >= 0;
            case LT -> comparison < 0;
            case LTE -> comparison <= 0;
            case EQ,
                    NE,
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
                    ARRAY_NOT_CONTAINS -> throw new IllegalArgumentException(operator.text() + " is no order");
        };
    }

    private static Verdict matches(JsonNode actual, JsonNode expected) {
        if (Values.isStructure(actual) || actual.isNull()) {
            return Verdict.failed("matches needs a text, number or boolean; actual is " + Values.described(actual));
        }
        if (!expected.isTextual()) {
            return Verdict.failed("matches needs a pattern as text; value is " + Values.described(expected));
        }
        try {
            Regex regex = RECENT.get(expected.textValue());
            for (String text : Values.texts(actual)) {
                switch (regex.search(text)) {
                    case RegexSearch.Match found -> {
                        return Verdict.of(true);
                    }
                    case RegexSearch.OverBudget over -> {
                        return Verdict.failed(
                                "the search took longer than " + Regex.BUDGET_MILLIS + " ms; use a simpler pattern");
                    }
                    case RegexSearch.NoMatch none -> {}
                }
            }
            return Verdict.of(false);
        } catch (RegexSyntaxException e) {
            return Verdict.failed("matches: " + e.getMessage());
        }
    }

    private static Verdict in(JsonNode actual, JsonNode expected, Generation generation) {
        if (!expected.isArray()) {
            return Verdict.failed("in and notIn need a list as value; it is " + Values.described(expected));
        }
        for (JsonNode candidate : expected) {
            Verdict verdict = equal(actual, candidate, generation);
            if (verdict.passed()) {
                return verdict;
            }
        }
        return Verdict.of(false);
    }

    private static Verdict length(JsonNode actual, JsonNode expected) {
        return switch (Transform.LENGTH.apply(new PathResult.Found(actual))) {
            case Transform.Transformed.Value(JsonNode length) -> equal(length, expected, Generation.NEW);
            case Transform.Transformed.Unsuitable(String message) -> Verdict.failed(message);
        };
    }

    private static Verdict list(Operator operator, JsonNode actual, JsonNode expected, boolean legacy) {
        return actual.isArray()
                ? Containment.check(actual, expected, legacy, legacy)
                : Verdict.failed(operator.text() + " needs a list; actual is " + Values.described(actual));
    }

    private static boolean isEmpty(JsonNode node) {
        return node.isNull()
                || (node.isTextual() && node.textValue().isEmpty())
                || (node.isContainerNode() && node.isEmpty());
    }
}
