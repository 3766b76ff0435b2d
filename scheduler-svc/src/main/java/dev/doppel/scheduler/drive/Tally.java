package dev.doppel.scheduler.drive;

import dev.doppel.contract.result.Verdict;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What this life of the process has done, for whoever measures it. Thread-safe. */
public final class Tally {
    private final LongAdder reaped = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final Map<Verdict, LongAdder> finished = new EnumMap<>(Verdict.class);
    private volatile Consumer<Duration> firstStep = waited -> {};

    Tally() {
        for (Verdict verdict : Verdict.values()) {
            finished.put(verdict, new LongAdder());
        }
    }

    /** Environments removed because no instance in the queue needed them. */
    public long reaped() {
        return reaped.sum();
    }

    /** Attempts that were followed by another. */
    public long retried() {
        return retried.sum();
    }

    /** Instances that ended with this verdict. */
    public long finished(Verdict verdict) {
        LongAdder count = finished.get(verdict);
        return count == null ? 0 : count.sum();
    }

    /** Who is told, from now on, how long after its acceptance each instance began its first step. */
    public void firstStepsTo(Consumer<Duration> taker) {
        firstStep = taker;
    }

    void reapedOne() {
        reaped.increment();
    }

    void retriedOne() {
        retried.increment();
    }

    void finishedWith(Verdict verdict) {
        LongAdder count = finished.get(verdict);
        if (count != null) {
            count.increment();
        }
    }

    void firstStepAfter(Duration waited) {
        firstStep.accept(waited);
    }
}
