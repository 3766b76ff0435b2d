package dev.doppel.matching.value;

/** A source, operator, value or count of an assertion that cannot be used; the message says what would be right. */
public final class AssertionSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AssertionSyntaxException(String message) {
        super(message);
    }
}
