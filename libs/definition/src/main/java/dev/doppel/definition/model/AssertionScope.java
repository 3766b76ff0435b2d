package dev.doppel.definition.model;

/** Which of the matched exchanges an old match block's assertions look at (spec 7.5); all unless given. */
public enum AssertionScope {
    ALL,
    FIRST,
    LAST,
    ANY
}
