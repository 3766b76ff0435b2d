package dev.doppel.runner.block;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.definition.model.Assertion;
import dev.doppel.definition.model.Block;
import dev.doppel.definition.model.CountRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What both forms of match blocks report alike. Pure. */
final class MatchReport {
    static final int MAX_NEAREST = 5;

    private MatchReport() {}

    /** Near misses, or, when there is an upper bound and nothing near, what matched: those are the calls too many. */
    static List<String> nearest(List<String> near, List<JsonNode> matched, CountRule rule) {
        boolean bounded = switch (rule.comparison()) {
            case EQ, LT, LTE -> true;
            case GT, GTE -> false;
        };
        if (!bounded
                || matched.isEmpty()
                || (rule.fixed().isPresent() && matched.size() < rule.fixed().getAsInt())) {
            return near;
        }
        return matched.stream()
                .limit(MAX_NEAREST)
                .map(element -> Report.describe(element) + ": matched")
                .toList();
    }

    /** A count that the file gives is always reported, the silent default only when it fails. */
    static void addCount(List<Comparison> parts, Comparison count, CountRule rule) {
        if (rule.given() || !count.passed()) {
            parts.add(count);
        }
    }

    /** A failed count: the assertions of the block are not looked at (spec 7.4). */
    static Standing countFailed(Block block, Comparison count, List<Assertion> assertions) {
        List<AssertionResult> results = new ArrayList<>();
        results.add(count.result());
        for (Assertion assertion : assertions) {
            results.add(Report.skipped(
                    block.head().index(),
                    assertion.index(),
                    Assertions.shown(assertion.source()),
                    assertion.operator().text(),
                    "the count of matches failed",
                    Language.position(assertion.at())));
        }
        return new Standing(false, count.firm(), results, Map.of(), List.of());
    }
}
