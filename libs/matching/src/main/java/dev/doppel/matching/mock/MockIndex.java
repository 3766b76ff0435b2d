package dev.doppel.matching.mock;

import java.util.List;
import java.util.Set;

/**
 * All mocks of one definition, compiled for selection at a cost that does not grow with their number. Immutable, thread-safe,
 * never blocks.
 *
 * <p>Calls of test steps to SERVICE items are never mocked (spec 3.2): the caller knows them and does not ask.
 */
public final class MockIndex {
    private MockIndex() {}

    /**
     * Compiles.
     *
     * @param itemNames names of items that {@code *} targets do not match
     * @throws MockSyntaxException for the first rule that cannot be used
     */
    public static MockIndex compile(List<MockRule> rules, Set<String> itemNames) {
        throw new UnsupportedOperationException();
    }

    /** Selects by spec 4.2 and 4.6. */
    public Selection select(RequestView request) {
        throw new UnsupportedOperationException();
    }

    /** Whether selection would look at the body; when false, {@link #select} never calls the supplier. */
    public boolean needsBody(RequestView request) {
        throw new UnsupportedOperationException();
    }

    /** The mocks closest to the request, nearest first: of its host, or when it has none of similar hosts. */
    public List<NearMiss> nearest(RequestView request, int limit) {
        throw new UnsupportedOperationException();
    }

    /** Pairs of rules with identical criteria, for the warning at validation. */
    public static List<Ambiguity> ambiguities(List<MockRule> rules) {
        throw new UnsupportedOperationException();
    }
}
