package dev.doppel.matching.mock;

/** A target, path pattern or body criterion that cannot be used; the message says what would be right. */
public final class MockSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MockSyntaxException(String message) {
        super(message);
    }
}
