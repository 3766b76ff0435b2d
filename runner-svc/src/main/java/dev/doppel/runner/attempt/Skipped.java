package dev.doppel.runner.attempt;

import dev.doppel.contract.result.AssertionResult;
import dev.doppel.definition.model.Assertion;
import dev.doppel.definition.model.Block;
import dev.doppel.runner.block.Language;
import dev.doppel.runner.block.Report;
import java.util.ArrayList;
import java.util.List;

/** The assertions of a step whose action failed: reported, not evaluated (spec 5.2). Pure. */
final class Skipped {
    private Skipped() {}

    static List<AssertionResult> of(Block block, String why) {
        List<Assertion> assertions = switch (block) {
            case Block.SelfBlock self -> self.assertions();
            case Block.NewMatchBlock match -> match.assertions();
            case Block.OldMatchBlock match -> match.assertions();
            case Block.ConsoleBlock console -> List.of();
        };
        List<AssertionResult> results = new ArrayList<>();
        int index = block.head().index();
        for (Assertion one : assertions) {
            results.add(Report.skipped(
                    index, one.index(), one.source().path(), one.operator().text(), why, Language.position(one.at())));
        }
        if (assertions.isEmpty()) {
            results.add(Report.skipped(index, -1, "", "", why, Language.position(block.at())));
        }
        return results;
    }
}
