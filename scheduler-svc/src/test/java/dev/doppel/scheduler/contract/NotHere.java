package dev.doppel.scheduler.contract;

/** A scenario that this machine or user does not allow; the message says why. The test counts as skipped. */
public final class NotHere extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotHere(String why) {
        super(why);
    }
}
