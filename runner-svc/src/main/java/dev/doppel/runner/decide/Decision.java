package dev.doppel.runner.decide;

import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.runner.block.Standing;
import java.util.List;

/** What is to be done next about a step. */
public sealed interface Decision {
    /**
     * All is decided.
     *
     * @param standings in order: the step's extraction, then its blocks
     * @param notes what a reader should know
     * @param lost whether evidence was lost: some standing is inconclusive
     */
    record Decided(List<Standing> standings, List<String> notes, boolean lost) implements Decision {
        public Decided {
            standings = List.copyOf(standings);
            notes = List.copyOf(notes);
        }
    }

    /** Send this, then wait as for {@link Wait}. */
    record Ask(BarrierRequest request) implements Decision {}

    /**
     * Come again when the evidence has changed, or at that time.
     *
     * @param untilNanos on the caller's clock
     */
    record Wait(long untilNanos) implements Decision {}
}
