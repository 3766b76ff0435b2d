package dev.doppel.runner.proof;

import java.util.PriorityQueue;

/** Virtual time: events in order, none of them waits. Confined. */
final class Sim {
    private record Event(long at, long order, Runnable work) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long order;

    long now() {
        return now;
    }

    void at(long nanos, Runnable work) {
        events.add(new Event(Math.max(nanos, now), order++, work));
    }

    void in(long millis, Runnable work) {
        at(now + millis * 1_000_000, work);
    }

    /** Runs everything that is to happen. */
    void run() {
        for (long count = 0; !events.isEmpty(); count++) {
            if (count > 1_000_000) {
                throw new IllegalStateException("the simulation does not end");
            }
            Event next = events.poll();
            now = next.at();
            next.work().run();
        }
    }
}
