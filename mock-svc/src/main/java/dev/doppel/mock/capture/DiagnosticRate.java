package dev.doppel.mock.capture;

/** Of a flood of diagnostics lets some through each second and counts the others. Confined to the log's lock. */
final class DiagnosticRate {
    /** What {@link #take} answers when this one is left out. */
    static final int LEFT_OUT = -1;

    private static final int PER_SECOND = 50;
    private static final long SECOND = 1_000_000_000L;

    private long since;
    private int taken;
    private int leftOut;

    /**
     * Whether one more may be published.
     *
     * @param now monotonic, nanoseconds
     * @return how many were left out since the last that was published, or {@link #LEFT_OUT}
     */
    int take(long now) {
        if (now - since > SECOND) {
            since = now;
            taken = 0;
        }
        if (++taken > PER_SECOND) {
            leftOut++;
            return LEFT_OUT;
        }
        int before = leftOut;
        leftOut = 0;
        return before;
    }
}
