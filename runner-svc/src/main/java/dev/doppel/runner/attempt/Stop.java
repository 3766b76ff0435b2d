package dev.doppel.runner.attempt;

import dev.doppel.contract.evidence.InstanceWithdrawn;

/** Why a step does not come to its end. Control flow, without a stack trace. */
abstract sealed class Stop extends Exception {
    private static final long serialVersionUID = 1L;

    private Stop(String message) {
        super(message, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    /** The attempt was withdrawn. */
    static final class Withdrawn extends Stop {
        private static final long serialVersionUID = 1L;
        private final transient InstanceWithdrawn end;

        Withdrawn(InstanceWithdrawn end) {
            super(end.reason());
            this.end = end;
        }

        InstanceWithdrawn.Cause cause() {
            return end.cause();
        }
    }

    /** Evidence that is needed to begin did not come. */
    static final class Lost extends Stop {
        private static final long serialVersionUID = 1L;

        Lost(String message) {
            super(message);
        }
    }

    /** The limit of all tests together has passed (spec 8.3). */
    static final class OutOfTime extends Stop {
        private static final long serialVersionUID = 1L;

        OutOfTime(String message) {
            super(message);
        }
    }
}
