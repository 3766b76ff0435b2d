package dev.doppel.definition.model;

import dev.doppel.matching.value.Transform;

/** How an extracted value is found (spec 6.4). Paths are raw: {@code $.x} is new, anything else legacy. */
public sealed interface ExtractRule {
    /** The value at a path, its type kept. */
    record AtPath(String path) implements ExtractRule {}

    /**
     * A group of a regex search on the value's text.
     *
     * @param pattern RE2, valid
     * @param group 0 = the whole match; 1 unless given
     */
    record Pattern(String path, String pattern, int group) implements ExtractRule {}

    /** A transform of the value at a path. */
    record Transformed(String path, Transform transform) implements ExtractRule {}

    /**
     * A transform of a variable.
     *
     * @param expression {@code {{name}}}, raw
     */
    record OfVariable(String expression, Transform transform) implements ExtractRule {}
}
