package dev.doppel.matching.path;

/** How a path begins, which decides what it starts from and how texts compare (spec 0, 7.3, 7.6). */
public enum Generation {
    /** {@code $.x}: from the root document; texts compare by case. */
    NEW,
    /** {@code $$.x}: from the element of a where clause. */
    ELEMENT,
    /** {@code response.status}: no sign; rewritten by context; texts compare ignoring case. */
    LEGACY
}
