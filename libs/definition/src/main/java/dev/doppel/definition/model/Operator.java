package dev.doppel.definition.model;

import java.util.Arrays;
import java.util.Optional;

/** The operators of spec 7.6 by the names files use. What they mean is told and done by libs/matching. */
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

    private final String text;

    Operator(String text) {
        this.text = text;
    }

    /** The word used in files. */
    public String text() {
        return text;
    }

    /** False for the four operators that ask only about presence or emptiness. */
    public boolean takesValue() {
        return switch (this) {
            case EXISTS, NOT_EXISTS, IS_EMPTY, NOT_EMPTY -> false;
            case EQ, NE, EQ_IGNORE_CASE, GT, GTE, LT, LTE, CONTAINS, CONTAINS_IGNORE_CASE, NOT_CONTAINS -> true;
            case NOT_CONTAINS_IGNORE_CASE, MATCHES, IN, NOT_IN, TYPE, LENGTH, ARRAY_CONTAINS, ARRAY_NOT_CONTAINS ->
                true;
        };
    }

    /** Exact spelling; empty when unknown. */
    public static Optional<Operator> of(String text) {
        return Arrays.stream(values())
                .filter(operator -> operator.text.equals(text))
                .findFirst();
    }
}
