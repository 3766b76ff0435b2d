package dev.doppel.runner.attempt;

import dev.doppel.definition.model.Action;
import dev.doppel.definition.model.Step;
import dev.doppel.definition.model.TestCase;
import dev.doppel.runner.block.Mentions;
import dev.doppel.runner.document.Observed;
import dev.doppel.runner.variable.Variables;
import java.util.ArrayList;
import java.util.List;

/** A test while it runs. Confined to the attempt's thread, apart from groups of steps, which only add to it. */
final class Course {
    private final TestCase test;
    private final Variables variables;
    private final List<Mentions> mentions;
    private Start testStart = Start.UNKNOWN;
    private Start previous = Start.UNKNOWN;

    Course(TestCase test, Variables variables) {
        this.test = test;
        this.variables = variables;
        this.mentions = test.steps().stream().map(Mentions::of).toList();
    }

    TestCase test() {
        return test;
    }

    Variables variables() {
        return variables;
    }

    Mentions mentions(Step step) {
        return mentions.get(step.index());
    }

    Start testStart() {
        return testStart;
    }

    void testStart(Start start) {
        testStart = start;
    }

    /** The window of the last step that was no wait. */
    synchronized Start previous() {
        return previous;
    }

    synchronized void previous(Start start) {
        previous = start;
    }

    /** What the window that a step opens is looked at for: by itself, and by the waits that follow it (spec 7.7). */
    List<Mentions> readers(Step step) {
        List<Mentions> readers = new ArrayList<>();
        readers.add(mentions(step));
        List<Step> steps = test.steps();
        for (int i = step.index() + 1; i < steps.size() && steps.get(i).action() instanceof Action.Wait; i++) {
            readers.add(mentions.get(i));
        }
        return readers;
    }

    boolean anyMentions(Observed list) {
        return mentions.stream().anyMatch(one -> one.lists().contains(list));
    }
}
