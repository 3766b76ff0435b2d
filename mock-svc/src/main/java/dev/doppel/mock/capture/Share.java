package dev.doppel.mock.capture;

import java.util.concurrent.atomic.AtomicLong;

/** What one attempt may hold of something that all share, so that a flood costs its own evidence and nobody else's. Thread-safe. */
public final class Share {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    public Share(long most) {
        this.most = most;
    }

    /** @return false when it would be too much; then nothing is taken */
    public boolean take(long amount) {
        if (held.addAndGet(amount) > most) {
            held.addAndGet(-amount);
            return false;
        }
        return true;
    }

    /** Gives back. */
    public void give(long amount) {
        held.addAndGet(-amount);
    }
}
