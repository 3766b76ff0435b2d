package dev.doppel.runner.evidence;

import java.util.TreeSet;

/** Numbers from 1 that may come in any order: knows up to where none is missing. Confined to its owner's lock. */
final class NumberSet {
    private final TreeSet<Long> beyond = new TreeSet<>();
    private long upTo;

    /** @return false when the number was there already, or is below 1 */
    boolean add(long number) {
        if (number <= upTo || !beyond.add(number)) {
            return false;
        }
        while (!beyond.isEmpty() && beyond.first() == upTo + 1) {
            upTo = beyond.pollFirst();
        }
        return true;
    }

    boolean has(long number) {
        return number <= upTo || beyond.contains(number);
    }

    /** The largest n such that 1 to n are all here. */
    long upTo() {
        return upTo;
    }
}
