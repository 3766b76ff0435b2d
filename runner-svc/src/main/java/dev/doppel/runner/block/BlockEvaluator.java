package dev.doppel.runner.block;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.Outcome;
import dev.doppel.definition.model.Assertion;
import dev.doppel.definition.model.Block;
import dev.doppel.definition.model.Extraction;
import dev.doppel.matching.json.Json;
import dev.doppel.matching.path.Path;
import dev.doppel.matching.path.PathKind;
import dev.doppel.matching.path.PathResult;
import dev.doppel.matching.path.PathSyntaxException;
import dev.doppel.matching.template.TemplateException;
import dev.doppel.matching.where.Where;
import dev.doppel.matching.where.WhereSyntaxException;
import dev.doppel.runner.document.Observed;
import dev.doppel.runner.document.RootDocument;
import dev.doppel.runner.variable.Overlay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Evaluates blocks on a root document (spec 7.1 to 7.5). Pure. */
public final class BlockEvaluator {
    private BlockEvaluator() {}

    /** How a block stands. */
    public static Standing evaluate(Block block, RootDocument document, Overlay variables) {
        variables.takeUsedTentative();
        Scope scope = Scope.self(document, variables);
        Standing standing;
        try {
            if (block.head().loop() != null) {
                throw new IllegalStateException("loops are not supported yet; validation should have refused this one");
            }
            standing = switch (block) {
                case Block.SelfBlock self -> self(self, scope);
                case Block.NewMatchBlock match -> newMatch(match, scope);
                case Block.OldMatchBlock match -> OldMatchBlocks.evaluate(match, scope);
                case Block.ConsoleBlock console -> ConsoleBlocks.evaluate(console, scope);
            };
        } catch (TemplateException | PathSyntaxException | WhereSyntaxException e) {
            standing = broken(block, String.valueOf(e.getMessage()), true);
        }
        return variables.takeUsedTentative() && !document.view().complete() ? standing.loose() : standing;
    }

    /** How the step's own extractions stand; they come before all blocks. */
    public static Standing extract(List<Extraction> extractions, RootDocument document, Overlay variables) {
        Extractions.Filled filled = Extractions.fill(-1, extractions, Scope.self(document, variables));
        return standing(filled.comparisons(), filled.values(), List.of());
    }

    private static Standing self(Block.SelfBlock block, Scope scope) {
        List<Comparison> parts = assertions(block.head().index(), block.assertions(), scope);
        return finish(block, parts, scope, Map.of(), List.of());
    }

    private static Standing newMatch(Block.NewMatchBlock block, Scope scope) {
        int index = block.head().index();
        Path path = Path.parse(Language.text(block.path(), scope.variables()), PathKind.ROOT);
        PathResult found = scope.paths().evaluate(path);
        Firmness firmness = scope.firmness(path);
        if (!(found instanceof PathResult.Found(JsonNode list)) || !list.isArray()) {
            String reason = found instanceof PathResult.Missing missing
                    ? missing.reason()
                    : block.path() + " is no list, so nothing can be matched in it";
            return broken(block, reason, firmness == Firmness.FIRM);
        }
        Where where = block.where().isEmpty()
                ? null
                : Where.parse(
                        Language.where(block.where(), scope.variables(), from -> Assertions.reference(from, scope)));
        List<JsonNode> selected = new ArrayList<>();
        List<String> nearest = new ArrayList<>();
        int firmElements = firmness == Firmness.GROWING ? firmElements(path, scope) : 0;
        int firmCount = 0;
        for (int i = 0; i < list.size(); i++) {
            JsonNode element = list.get(i);
            if (where == null || where.test(element)) {
                selected.add(element);
                firmCount += i < firmElements ? 1 : 0;
            } else if (nearest.size() < MatchReport.MAX_NEAREST) {
                List<String> failing = where.failing(element);
                if (failing.size() == 1) {
                    nearest.add(Report.describe(element) + ": " + failing.getFirst());
                }
            }
        }
        Matches matches = new Matches(selected, firmness, firmCount);
        Comparison count = Counts.check(
                index,
                -1,
                "count",
                block.path(),
                block.count(),
                selected.size(),
                firmness,
                MatchReport.nearest(nearest, selected, block.count()),
                scope.variables(),
                Language.position(block.at()));
        if (!count.passed()) {
            return MatchReport.countFailed(block, count, block.assertions());
        }
        Map<String, JsonNode> bindings = new HashMap<>();
        List<Comparison> parts = new ArrayList<>();
        boolean listNamed = block.as() != null;
        if (listNamed) {
            bindings.put(block.as(), Json.nodes().arrayNode().addAll(selected));
        }
        Comparison counted =
                listNamed && firmness != Firmness.FIRM ? new Comparison(count.result(), true, false) : count;
        MatchReport.addCount(parts, counted, block.count());
        Scope inner = scope.matching(matches);
        parts.addAll(assertions(index, block.assertions(), inner));
        Standing standing = finish(block, parts, inner, bindings, List.of());
        return counted.firm() || !standing.passed() ? standing : standing.loose();
    }

    private static int firmElements(Path path, Scope scope) {
        return path.segments().getFirst() instanceof dev.doppel.matching.path.Segment.Name name
                ? Observed.named(name.name()).map(scope.document()::firm).orElse(0)
                : 0;
    }

    static List<Comparison> assertions(int block, List<Assertion> assertions, Scope scope) {
        List<Comparison> parts = new ArrayList<>();
        assertions.forEach(assertion -> parts.add(Assertions.check(block, assertion, scope)));
        return parts;
    }

    /** Adds the block's extraction: it counts only when all else passed, but fills what it can (spec 6.4). */
    static Standing finish(
            Block block, List<Comparison> parts, Scope scope, Map<String, JsonNode> bindings, List<String> notes) {
        Map<String, JsonNode> all = new HashMap<>(bindings);
        List<Comparison> every = new ArrayList<>(parts);
        Extractions.Filled filled =
                Extractions.fill(block.head().index(), block.head().extract(), scope);
        all.putAll(filled.values());
        if (parts.stream().allMatch(Comparison::passed)) {
            every.addAll(filled.comparisons());
        }
        return standing(every, all, notes);
    }

    static Standing standing(List<Comparison> parts, Map<String, JsonNode> bindings, List<String> notes) {
        boolean passed = parts.stream().allMatch(Comparison::passed);
        boolean firm = passed
                ? parts.stream().allMatch(Comparison::firm)
                : parts.stream().anyMatch(part -> !part.passed() && part.firm());
        return new Standing(passed, firm, parts.stream().map(Comparison::result).toList(), bindings, notes);
    }

    /** A block that cannot be evaluated at all. */
    private static Standing broken(Block block, String why, boolean firm) {
        AssertionResult result = new AssertionResult(
                block.head().index(),
                -1,
                "field",
                "",
                "",
                null,
                null,
                Outcome.FAILED,
                why,
                null,
                List.of(),
                Language.position(block.at()));
        return new Standing(false, firm, List.of(result), Map.of(), List.of());
    }
}
