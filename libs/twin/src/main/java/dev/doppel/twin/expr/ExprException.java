package dev.doppel.twin.expr;

/** An expression that does not parse or cannot be evaluated. */
public final class ExprException extends RuntimeException {
    public ExprException(String message) {
        super(message, null, false, false);
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
