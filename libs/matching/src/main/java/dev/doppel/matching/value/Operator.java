package dev.doppel.matching.value;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The operators of assertions and where clauses (spec 7.6). */
public enum Operator {
    EQ("eq"),
    NE("ne"),
    EQ_IGNORE_CASE("eqIgnoreCase"),
    GT("gt"),
    GTE("gte"),
    LT("lt"),
    LTE("lte"),
    CONTAINS("contains"),
    CONTAINS_IGNORE_CASE("containsIgnoreCase"),
    NOT_CONTAINS("notContains"),
    NOT_CONTAINS_IGNORE_CASE("notContainsIgnoreCase"),
    MATCHES("matches"),
    IN("in"),
    NOT_IN("notIn"),
    EXISTS("exists"),
    NOT_EXISTS("notExists"),
    IS_EMPTY("isEmpty"),
    NOT_EMPTY("notEmpty"),
    TYPE("type"),
    LENGTH("length"),
    ARRAY_CONTAINS("arrayContains"),
    ARRAY_NOT_CONTAINS("arrayNotContains");

    private static final Map<String, Operator> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Operator::text, Function.identity()));

    private final String text;

    Operator(String text) {
        this.text = text;
    }

    /** As written in definitions. */
    public String text() {
        return text;
    }

    /** The operator of that exact name. */
    public static Optional<Operator> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** All names, for error messages. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Operator::text).toList();
    }

    /** Whether the assertion must have a {@code value}. */
    public boolean needsValue() {
        return switch (this) {
            case EXISTS, NOT_EXISTS, IS_EMPTY, NOT_EMPTY -> false;
            default -> true;
        };
    }

    /** Whether this is an operator of the old generation that the new one only tolerates (a warning). */
    public boolean legacy() {
        return switch (this) {
            case TYPE, LENGTH, ARRAY_CONTAINS, ARRAY_NOT_CONTAINS -> true;
            default -> false;
        };
    }
}
