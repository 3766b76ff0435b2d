package dev.doppel.runner.attempt;

import dev.doppel.runner.document.Window;
import dev.doppel.runner.evidence.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * Where a step's window begins.
 *
 * @param id request id of the mark or of the step's own exchange, whose arrival number it is; null when nothing marks it
 * @param consoleAfter last console line before it; 0 when no step asks
 */
record Start(@Nullable String id, long consoleAfter) {
    static final Start UNKNOWN = new Start(null, 0);

    /** The window, or null as long as the evidence does not say where it begins. */
    static @Nullable Window window(Evidence evidence, Start step, Start test, Start boot) {
        Long start = number(evidence, step);
        if (start == null) {
            return null;
        }
        Long testStart = test.id() == null ? start : number(evidence, test);
        Long bootEnd = boot.id() == null ? start : number(evidence, boot);
        return testStart == null || bootEnd == null
                ? null
                : new Window(start, testStart, bootEnd, step.consoleAfter(), test.consoleAfter());
    }

    private static @Nullable Long number(Evidence evidence, Start start) {
        return start.id() == null ? null : evidence.starts().get(start.id());
    }
}
