package dev.doppel.mock.egress;

/** A destination that cannot be reached from here; the message is for the user. */
public final class EgressRefused extends Exception {
    private static final long serialVersionUID = 1;

    public EgressRefused(String message) {
        super(message);
    }
}
