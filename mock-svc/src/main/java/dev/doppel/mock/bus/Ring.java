package dev.doppel.mock.bus;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue for many producers and one consumer, without locks: producers claim a place by the tail and fill it; the consumer empties
 * places in order. Thread-safe for that use.
 */
final class Ring<T> {
    private final AtomicReferenceArray<@Nullable T> places;
    private final int mask;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong head = new AtomicLong();

    /** @param capacity rounded up to a power of two */
    Ring(int capacity) {
        int size = Integer.highestOneBit(Math.max(2, capacity - 1)) << 1;
        this.places = new AtomicReferenceArray<>(size);
        this.mask = size - 1;
    }

    /** @return false when full */
    boolean offer(T element) {
        while (true) {
            long at = tail.get();
            if (at - head.get() > mask) {
                return false;
            }
            if (tail.compareAndSet(at, at + 1)) {
                places.setRelease((int) at & mask, element);
                return true;
            }
        }
    }

    /** By the consumer only: the oldest element, or null when none is ready. */
    @Nullable
    T poll() {
        long at = head.get();
        T element = places.getAcquire((int) at & mask);
        if (element != null) {
            places.setRelease((int) at & mask, null);
            head.lazySet(at + 1);
        }
        return element;
    }

    /** How many are there or being put there. */
    int size() {
        return (int) Math.max(0, tail.get() - head.get());
    }

    /** Whether nothing is there or being put there. */
    boolean isEmpty() {
        return head.get() == tail.get();
    }
}
