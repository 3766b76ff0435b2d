package dev.doppel.matching.mock;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The mock that answers, if any.
 *
 * @param rule the winner; null when no mock is a candidate
 * @param tieWith later candidates that nothing but their place in the file distinguishes from the winner (spec 4.6)
 * @param diagnostics such as a regex that ran over its budget; for the run's warnings
 */
public record Selection(@Nullable MockRule rule, List<MockRule> tieWith, List<String> diagnostics) {
    /** No candidate and nothing to say. */
    public static final Selection NONE = new Selection(null, List.of(), List.of());

    public Selection {
        tieWith = List.copyOf(tieWith);
        diagnostics = List.copyOf(diagnostics);
    }

    /** The winner. */
    public Optional<MockRule> winner() {
        return Optional.ofNullable(rule);
    }
}
