package dev.doppel.matching.mock;

/** What a mock demands of the request body (spec 4.4). */
public sealed interface BodyCriterion {
    /** The text occurs, ignoring case. */
    record Contains(String text) implements BodyCriterion {}

    /** The pattern occurs, by case unless {@code (?i)}. */
    record Matches(String regex) implements BodyCriterion {}
}
