package dev.doppel.matching.extract;

/** An extraction rule that cannot be used. */
public final class ExtractSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExtractSyntaxException(String message) {
        super(message);
    }
}
