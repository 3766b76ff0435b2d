package dev.doppel.examples.shop.http;

/** A call that brought no answer. {@link #why} says what the caller may conclude. */
public final class CallFailed extends Exception {
    /** What became of the call. */
    public enum Why {
        /** No connection: the other side has seen nothing. */
        UNREACHABLE,
        /** The answer did not come in time: the other side may have done what was asked. */
        TIMED_OUT,
        /** The connection broke before the answer: as above. */
        BROKEN
    }

    private final Why why;

    CallFailed(Why why, String message) {
        super(message);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
