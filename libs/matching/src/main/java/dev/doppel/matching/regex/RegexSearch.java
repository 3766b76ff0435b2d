package dev.doppel.matching.regex;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outcome of a search. */
public sealed interface RegexSearch {
    /** Found; group 0 is the whole match, a group that took no part is null. */
    record Match(List<@Nullable String> groups) implements RegexSearch {}

    /** Not found. */
    record NoMatch() implements RegexSearch {}

    /** The time budget ran out; counts as no match, and a diagnostic is due. */
    record OverBudget() implements RegexSearch {}
}
