package dev.doppel.matching.regex;

/** A pattern that cannot be used: not in the common subset, too long or too large. The message quotes the place. */
public final class RegexSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RegexSyntaxException(String message) {
        super(message);
    }
}
