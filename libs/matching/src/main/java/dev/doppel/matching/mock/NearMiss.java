package dev.doppel.matching.mock;

import java.util.List;

/**
 * A mock that did not match, and why.
 *
 * @param distance 0 would be a match; ranks near misses, has no unit
 * @param reasons failed criteria in the order of spec 4.2; the first is the one to show when there is room for one
 */
public record NearMiss(MockRule rule, int distance, List<Reason> reasons) {
    public NearMiss {
        reasons = List.copyOf(reasons);
    }

    /** A criterion of spec 4.2. */
    public enum Criterion {
        ORIGIN,
        TARGET,
        METHOD,
        PATH,
        BODY
    }

    /** One failed criterion with what the mock wants and what the request has, both already shortened for display. */
    public record Reason(Criterion criterion, String wanted, String got) {}
}
