package dev.doppel.mock.capture;

/** A call that an answer has promised and that is not made yet: a webhook before its first attempt, or before the next. Thread-safe. */
public final class PendingCall implements AutoCloseable {
    private final AttemptLog log;
    private volatile long dueNanos;

    PendingCall(AttemptLog log, long dueNanos) {
        this.log = log;
        this.dueNanos = dueNanos;
    }

    /** When it will be made, on the clock of {@link System#nanoTime}. */
    long dueNanos() {
        return dueNanos;
    }

    /** It will be made then. */
    public void due(long nanos) {
        dueNanos = nanos;
        log.pendingChanged();
    }

    /** It is made now, its arrival number given, or it never will be. */
    @Override
    public void close() {
        log.settled(this);
    }
}
