package dev.doppel.runner.block;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.definition.model.Assertion;
import dev.doppel.definition.model.AssertionScope;
import dev.doppel.definition.model.Block;
import dev.doppel.matching.urlpattern.OldMatch;
import dev.doppel.runner.document.Observed;
import dev.doppel.runner.variable.Overlay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Old match blocks over captured exchanges (spec 7.5). Pure. */
final class OldMatchBlocks {
    private OldMatchBlocks() {}

    static Standing evaluate(Block.OldMatchBlock block, Scope scope) {
        Overlay variables = scope.variables();
        OldMatch match = OldMatch.of(
                evaluated(block.origin(), variables),
                evaluated(block.method(), variables),
                evaluated(block.url(), variables));
        JsonNode traffic = scope.paths().root().path(Observed.TRAFFIC.key());
        Firmness firmness = scope.document().view().complete() ? Firmness.FIRM : Firmness.GROWING;
        int firmElements = scope.document().firm(Observed.TRAFFIC);
        List<JsonNode> selected = new ArrayList<>();
        List<String> nearest = new ArrayList<>();
        int firmCount = 0;
        for (int i = 0; i < traffic.size(); i++) {
            JsonNode entry = traffic.get(i);
            if (match.test(entry)) {
                selected.add(entry);
                firmCount += i < firmElements ? 1 : 0;
            } else if (nearest.size() < MatchReport.MAX_NEAREST) {
                List<String> failing = match.failing(entry);
                if (failing.size() == 1) {
                    nearest.add(Report.describe(entry) + ": " + failing.getFirst());
                }
            }
        }
        Matches matches = new Matches(selected, firmness, firmCount);
        Comparison count = Counts.check(
                block.head().index(),
                -1,
                "count",
                shown(block),
                block.count(),
                selected.size(),
                firmness,
                MatchReport.nearest(nearest, selected, block.count()),
                variables,
                Language.position(block.at()));
        if (!count.passed()) {
            return MatchReport.countFailed(block, count, block.assertions());
        }
        List<Comparison> parts = new ArrayList<>();
        MatchReport.addCount(parts, count, block.count());
        Standing standing;
        if (selected.isEmpty()) {
            standing = BlockEvaluator.standing(parts, Map.of(), List.of());
        } else {
            for (Assertion assertion : block.assertions()) {
                parts.add(check(block, assertion, scope, matches));
            }
            JsonNode entry = block.scope() == AssertionScope.LAST ? selected.getLast() : selected.getFirst();
            Scope inner = scope.entry(matches, entry);
            boolean entryFirm = entryFirm(block.scope(), matches);
            standing = BlockEvaluator.finish(block, parts, inner, Map.of(), notes(block, selected));
            if (!entryFirm && !block.head().extract().isEmpty() && standing.passed()) {
                standing = standing.loose();
            }
        }
        return standing.passed() && !count.firm() ? standing.loose() : standing;
    }

    private static @Nullable String evaluated(@Nullable String raw, Overlay variables) {
        return raw == null ? null : Language.text(raw, variables);
    }

    private static boolean entryFirm(AssertionScope scope, Matches matches) {
        return switch (scope) {
            case LAST -> matches.firmness() == Firmness.FIRM;
            case ALL, FIRST, ANY -> matches.firstFirm();
        };
    }

    private static Comparison check(Block.OldMatchBlock block, Assertion assertion, Scope scope, Matches matches) {
        int index = block.head().index();
        List<JsonNode> entries = matches.elements();
        boolean listFirm = matches.firmness() == Firmness.FIRM;
        return switch (block.scope()) {
            case FIRST -> single(index, assertion, scope, matches, entries.getFirst(), matches.firstFirm());
            case LAST -> single(index, assertion, scope, matches, entries.getLast(), listFirm);
            case ALL -> {
                Comparison last = Assertions.check(index, assertion, scope.entry(matches, entries.getFirst()));
                for (int i = 0; i < entries.size(); i++) {
                    last = i == 0 ? last : Assertions.check(index, assertion, scope.entry(matches, entries.get(i)));
                    if (!last.passed()) {
                        yield new Comparison(at(last.result(), i, entries), false, last.firm());
                    }
                }
                // a further exchange may break it
                yield new Comparison(last.result(), true, last.firm() && (listFirm || assertion.disabled()));
            }
            case ANY -> {
                Comparison last = Assertions.check(index, assertion, scope.entry(matches, entries.getFirst()));
                for (int i = 1; i < entries.size() && !last.passed(); i++) {
                    last = Assertions.check(index, assertion, scope.entry(matches, entries.get(i)));
                }
                if (last.passed()) {
                    yield last;
                }
                // a further exchange may satisfy it
                yield new Comparison(last.result(), false, last.firm() && listFirm);
            }
        };
    }

    private static Comparison single(
            int index, Assertion assertion, Scope scope, Matches matches, JsonNode entry, boolean entryFirm) {
        Comparison one = Assertions.check(index, assertion, scope.entry(matches, entry));
        return new Comparison(one.result(), one.passed(), one.firm() && (entryFirm || assertion.disabled()));
    }

    private static AssertionResult at(AssertionResult result, int index, List<JsonNode> entries) {
        if (entries.size() == 1) {
            return result;
        }
        return new AssertionResult(
                result.blockIndex(),
                result.assertionIndex(),
                result.kind(),
                result.path(),
                result.operator(),
                result.expected(),
                result.actual(),
                result.outcome(),
                result.error() + " (in match " + (index + 1) + " of " + entries.size() + ": "
                        + Report.describe(entries.get(index)) + ")",
                result.note(),
                result.nearest(),
                result.position());
    }

    /** A url such as order-service/v1/orders/100 also selects /v1/orders/1001 (spec 7.5): worth a word. */
    private static List<String> notes(Block.OldMatchBlock block, List<JsonNode> selected) {
        String url = block.url();
        if (url == null || !url.contains("/") || url.contains("*")) {
            return List.of();
        }
        TreeSet<String> paths = new TreeSet<>();
        selected.forEach(entry -> paths.add(entry.path("path").asText()));
        return paths.size() < 2
                ? List.of()
                : List.of("match.url '" + url + "' selected calls with different paths: "
                        + Report.shorten(String.join(", ", paths), 300));
    }

    private static String shown(Block.OldMatchBlock block) {
        List<String> criteria = new ArrayList<>();
        if (block.method() != null) {
            criteria.add(block.method());
        }
        criteria.add(block.url() == null ? "any call" : block.url());
        if (block.origin() != null) {
            criteria.add("from " + block.origin());
        }
        return String.join(" ", criteria);
    }
}
