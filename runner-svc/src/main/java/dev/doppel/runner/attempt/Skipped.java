package dev.doppel.runner.attempt;

import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.StepResult;
import dev.doppel.definition.model.Action;
import dev.doppel.definition.model.Assertion;
import dev.doppel.definition.model.Block;
import dev.doppel.definition.model.Step;
import dev.doppel.runner.block.Language;
import dev.doppel.runner.block.Report;
import java.util.ArrayList;
import java.util.List;

/** What is reported without being looked at: later steps, and the assertions of a step whose action failed (spec 5.2). Pure. */
final class Skipped {
    private Skipped() {}

    /** A step that was not run, or not to its end. */
    static StepResult step(Step step, Outcome outcome, String why, long offset) {
        Action action = step.action();
        return new StepResult(
                step.index(),
                step.name(),
                action == null ? "" : Actions.kind(action),
                outcome,
                why,
                offset,
                0,
                List.of(),
                Language.position(step.at()));
    }

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
