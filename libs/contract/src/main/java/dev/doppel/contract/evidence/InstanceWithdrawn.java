package dev.doppel.contract.evidence;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.RunId;

/**
 * Travels on doppel.evidence, which the runner reads by assignment. The attempt must not be run further: cancelled, an item crashed, the environment is lost, or the run-time limit passed. The runner that
 * holds it stops, reports what was decided, and skips the rest.
 *
 * @param attempt which try
 * @param run the run
 * @param cause what ends it
 * @param reason one sentence for the user, such as item, exit code and signal
 */
public record InstanceWithdrawn(AttemptId attempt, RunId run, Cause cause, String reason) implements Message {
    /** CANCELLED: verdict CANCELLED. CRASHED: FAILED. TIMED_OUT: FAILED. LOST: no verdict, a new attempt or ERROR follows. */
    public enum Cause {
        CANCELLED,
        CRASHED,
        TIMED_OUT,
        LOST
    }

    @Override
    public String key() {
        return attempt.instance().value();
    }
}
