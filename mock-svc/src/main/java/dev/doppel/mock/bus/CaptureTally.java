package dev.doppel.mock.bus;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What became of the records of this life, for whoever measures it. Thread-safe; costs event loops one addition a record. */
final class CaptureTally {
    private final LongAdder exchanges = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private volatile Consumer<Duration> lag = after -> {};

    /** Exchanges taken into the ring. */
    long exchanges() {
        return exchanges.sum();
    }

    /** Records of any kind that were given up. */
    long lost() {
        return lost.sum();
    }

    /** Who is told, from now on, how long after its end each exchange was acknowledged by the broker. */
    void lagTo(Consumer<Duration> taker) {
        lag = taker;
    }

    void exchange() {
        exchanges.increment();
    }

    void lostOne() {
        lost.increment();
    }

    void published(Duration after) {
        lag.accept(after);
    }
}
