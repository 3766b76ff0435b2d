package dev.doppel.mock.bus;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that all attempts share, so that a flood costs its own evidence and nobody else's: an attempt may hold as much as it leaves free. One
 * that floods gets half, two get a third each, and whoever comes next always finds room. Thread-safe; what is refused is never held, not
 * even for a moment, so a flood's refusals cost nobody else; a race within one attempt may grant it a little more than that, never more than
 * there is.
 */
final class Room {
    private final long size;
    private final AtomicLong held = new AtomicLong();

    Room(long size) {
        this.size = size;
    }

    /**
     * @param own what the attempt holds here
     * @param vital whether it is an answer that a test waits for: those are few, and may use up what is free
     * @return false when it is too much; then nothing is taken
     */
    boolean take(AtomicLong own, long amount, boolean vital) {
        while (true) {
            long before = held.get();
            long all = before + amount;
            if (all > size || !vital && own.get() + amount > size - all) {
                return false;
            }
            if (held.compareAndSet(before, all)) {
                own.addAndGet(amount);
                return true;
            }
        }
    }

    /** What is taken now. */
    long held() {
        return held.get();
    }

    void give(AtomicLong own, long amount) {
        held.addAndGet(-amount);
        own.addAndGet(-amount);
    }
}
