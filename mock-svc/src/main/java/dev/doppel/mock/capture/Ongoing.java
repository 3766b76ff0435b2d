package dev.doppel.mock.capture;

import dev.doppel.contract.exchange.InFlight;
import org.jspecify.annotations.Nullable;

/** A call that is not complete. The links and the number belong to {@link AttemptLog} and are guarded by its lock. */
public abstract class Ongoing {
    @Nullable
    Ongoing previous;

    @Nullable
    Ongoing next;

    boolean counted;
    private long arrivalNumber;

    /** Given when the request head was read. */
    public final long arrivalNumber() {
        return arrivalNumber;
    }

    final void arrived(long number) {
        this.arrivalNumber = number;
    }

    /** The id in evidence. */
    public static String idOf(long arrivalNumber) {
        return "x" + arrivalNumber;
    }

    /** What was read so far; called by any thread. */
    protected abstract InFlight inFlight(int bodyLimit);
}
