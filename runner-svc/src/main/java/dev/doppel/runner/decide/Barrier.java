package dev.doppel.runner.decide;

import dev.doppel.contract.evidence.ConsoleBarrierAnswer;
import dev.doppel.contract.exchange.BarrierAnswer;
import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.definition.model.Settings;
import dev.doppel.runner.evidence.Evidence;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A barrier that was asked for.
 *
 * @param id of the request
 * @param isLast whether it is the one of the latest time, which no quiet ends earlier
 * @param dueNanos when answer and evidence must be here
 */
record Barrier(String id, boolean isLast, long dueNanos) {
    /** Longer than any latest time, so that quiet never comes first. */
    private static final long NEVER_QUIET_MILLIS = 86_400_000;

    /**
     * What an answered barrier proves.
     *
     * @param console null when no block reads console lines, or when it has not answered
     * @param complete whether everything before the answers is held
     */
    record Proof(BarrierAnswer answer, @Nullable ConsoleBarrierAnswer console, boolean complete) {}

    static Barrier of(Question question, String id, boolean isLast, long nowNanos) {
        long latest = question.step().settle().max().toNanos();
        return new Barrier(
                id, isLast, nowNanos + latest + question.evidenceWait().toNanos());
    }

    BarrierRequest request(Question question) {
        Settings.Settle settle = question.step().settle();
        long latest = settle.max().toMillis();
        Set<BarrierRequest.Source> sources = EnumSet.of(BarrierRequest.Source.INTERCEPTION);
        if (question.mentions().console()) {
            sources.add(BarrierRequest.Source.CONSOLE);
        }
        String own = question.ownRequestId();
        long quiet = isLast && latest > 0
                ? NEVER_QUIET_MILLIS
                : Math.min(settle.quiet().toMillis(), latest);
        return new BarrierRequest(
                question.attempt(),
                id,
                quiet,
                latest,
                own == null ? "" : own,
                sources,
                List.copyOf(question.mentions().twins()));
    }

    /** Null as long as it is not answered. */
    @Nullable
    Proof proof(Question question, Evidence evidence) {
        BarrierAnswer answer = evidence.barriers().get(id);
        if (answer == null) {
            return null;
        }
        boolean complete = evidence.heldUpTo() >= answer.recordNumber();
        if (!question.mentions().console()) {
            return new Proof(answer, null, complete);
        }
        ConsoleBarrierAnswer console = evidence.consoleBarriers().get(id);
        if (console == null) {
            return answer.dropped() > 0 ? new Proof(answer, null, false) : null;
        }
        return new Proof(answer, console, complete && evidence.consoleHeldUpTo() >= console.lastNumber());
    }

    /** What it still waits for, in words; empty when nothing is missing. */
    Optional<String> missing(Question question, Evidence evidence) {
        BarrierAnswer answer = evidence.barriers().get(id);
        if (answer == null) {
            return Optional.of("the answer to a barrier");
        }
        if (evidence.heldUpTo() < answer.recordNumber()) {
            return Optional.of("record " + (evidence.heldUpTo() + 1) + " of " + answer.recordNumber());
        }
        if (!question.mentions().console()) {
            return Optional.empty();
        }
        ConsoleBarrierAnswer console = evidence.consoleBarriers().get(id);
        if (console == null) {
            return Optional.of("the console's answer to a barrier");
        }
        return evidence.consoleHeldUpTo() < console.lastNumber()
                ? Optional.of("console line " + (evidence.consoleHeldUpTo() + 1) + " of " + console.lastNumber())
                : Optional.empty();
    }
}
