package dev.doppel.definition.files;

import org.jspecify.annotations.Nullable;

/**
 * What a person asked to run (spec 1.2).
 *
 * @param target path, pattern or null for everything near the working directory
 * @param cwd working directory as a path inside the tree that is searched; {@code ""} = its root
 */
public record Selection(@Nullable String target, String cwd) {
    /** Everything of the project at the tree's root. */
    public static final Selection ALL = new Selection(null, "");
}
