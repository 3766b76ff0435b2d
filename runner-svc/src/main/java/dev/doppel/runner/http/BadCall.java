package dev.doppel.runner.http;

/** A call that cannot be made as written; the message says what would be right. */
public final class BadCall extends Exception {
    private static final long serialVersionUID = 1L;

    BadCall(String message) {
        super(message);
    }
}
