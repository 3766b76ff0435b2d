package dev.doppel.contract.codec;

/** A record that is not a message of ours; it goes to doppel.dead and stops nobody. */
public final class UnreadableMessage extends Exception {
    private static final long serialVersionUID = 1;

    public UnreadableMessage(String what) {
        super(what);
    }

    public UnreadableMessage(String what, Throwable cause) {
        super(what, cause);
    }
}
