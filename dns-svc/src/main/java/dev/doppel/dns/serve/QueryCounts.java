package dev.doppel.dns.serve;

import java.util.concurrent.atomic.LongAdder;

/** How many questions listeners got. Thread-safe. */
public final class QueryCounts {
    private final LongAdder asked = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** Questions of items, answered or too broken to be. */
    public long asked() {
        return asked.sum();
    }

    /** Packets and connections of callers that are no item of the environment. */
    public long refused() {
        return refused.sum();
    }

    void askedOne() {
        asked.increment();
    }

    void refusedOne() {
        refused.increment();
    }
}
