package dev.doppel.examples.shop.http;

/** Ends a request with a status and a sentence for the caller, sent as {@code {"error": sentence}}. */
public final class Refusal extends RuntimeException {
    private final int status;

    public Refusal(int status, String error) {
        super(error, null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** The sentence that the caller gets. */
    public String error() {
        return String.valueOf(getMessage());
    }
}
