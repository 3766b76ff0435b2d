package dev.doppel.matching.path;

/** Where a path is written, which decides the beginnings that are legal there (spec 0 and 7.3). */
public enum PathKind {
    /** Assertion, extract, shorthand, {@code until}: {@code $}, {@code $.x} or a legacy path. */
    VALUE,
    /** {@code match.path} and {@code value.from}: {@code $} or {@code $.x} only. */
    ROOT,
    /** {@code where[].path}: {@code $$} or {@code $$.x} only. */
    ELEMENT,
    /** Inside double braces: a variable name, then {@code .name} or {@code [n]}. */
    EXPRESSION
}
