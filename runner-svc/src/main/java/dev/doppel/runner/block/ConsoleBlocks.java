package dev.doppel.runner.block;

import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.definition.model.Block;
import dev.doppel.matching.json.Json;
import dev.doppel.matching.path.Generation;
import dev.doppel.matching.path.PathResult;
import dev.doppel.matching.value.Check;
import dev.doppel.runner.document.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Old console blocks (spec 7.5, end): counts of an item's console lines. Pure. */
final class ConsoleBlocks {
    private ConsoleBlocks() {}

    static Standing evaluate(Block.ConsoleBlock block, Scope scope) {
        View view = scope.document().view();
        Firmness firmness = view.complete() ? Firmness.FIRM : Firmness.GROWING;
        List<Comparison> parts = new ArrayList<>();
        for (Block.ConsoleAssertion assertion : block.assertions()) {
            String shown = shown(block, assertion);
            if (assertion.disabled()) {
                parts.add(new Comparison(
                        Report.skipped(
                                block.head().index(),
                                assertion.index(),
                                shown,
                                "",
                                "disabled",
                                Language.position(assertion.at())),
                        true,
                        true));
                continue;
            }
            String wanted = assertion.message() == null
                    ? null
                    : Language.text(assertion.message().value(), scope.variables());
            int count = 0;
            List<String> nearest = new ArrayList<>();
            for (ConsoleLine line : view.lines().elements()) {
                if (!line.item().equals(block.service())) {
                    continue;
                }
                boolean level = assertion.level() == null || assertion.level().equalsIgnoreCase(line.level());
                boolean message = message(assertion.message(), wanted, line);
                if (level && message) {
                    count++;
                } else if (level != message && nearest.size() < MatchReport.MAX_NEAREST) {
                    nearest.add(line.level() + " " + Report.shorten(line.message(), 300) + ": "
                            + (level ? "another message" : "another level"));
                }
            }
            parts.add(Counts.check(
                    block.head().index(),
                    assertion.index(),
                    "console",
                    shown,
                    assertion.count(),
                    count,
                    firmness,
                    nearest,
                    scope.variables(),
                    Language.position(assertion.at())));
        }
        return BlockEvaluator.finish(block, parts, scope, Map.of(), List.of());
    }

    private static boolean message(
            Block.ConsoleAssertion.@Nullable Message message, @Nullable String wanted, ConsoleLine line) {
        if (message == null || wanted == null) {
            return true;
        }
        return Check.evaluate(
                        message.operator(),
                        new PathResult.Found(Json.nodes().textNode(line.message())),
                        Json.nodes().textNode(wanted),
                        Generation.LEGACY)
                .passed();
    }

    private static String shown(Block.ConsoleBlock block, Block.ConsoleAssertion assertion) {
        return "console lines of " + block.service()
                + (assertion.level() == null ? "" : " at " + assertion.level())
                + (assertion.message() == null
                        ? ""
                        : " where message " + assertion.message().operator().text() + " '"
                                + Report.shorten(assertion.message().value(), 100) + "'");
    }
}
