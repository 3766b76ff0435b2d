package dev.doppel.scheduler.process;

import java.util.BitSet;

/** Which slots are taken: the lowest free one is given out, but not the one freed last, so that stale packets find nobody. Thread-safe. */
final class Slots {
    private final BitSet taken = new BitSet();
    private int next;

    synchronized int take() {
        int slot = taken.nextClearBit(next);
        if (slot >= AddressPlan.SLOTS) {
            slot = taken.nextClearBit(0);
        }
        if (slot >= AddressPlan.SLOTS) {
            throw new IllegalStateException("all " + AddressPlan.SLOTS + " environments of this platform are in use");
        }
        taken.set(slot);
        next = slot + 1 >= AddressPlan.SLOTS ? 0 : slot + 1;
        return slot;
    }

    /** Marks a slot that an earlier life of the process took. */
    synchronized void taken(int slot) {
        taken.set(slot);
    }

    synchronized void free(int slot) {
        taken.clear(slot);
    }
}
