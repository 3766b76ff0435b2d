package dev.doppel.matching.template;

import java.util.List;

/** An expression that cannot be read or evaluated; fails the step (spec 6.3). */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String expression;
    private final transient List<String> knownNames;

    TemplateException(String expression, List<String> knownNames, String message) {
        super(message);
        this.expression = expression;
        this.knownNames = List.copyOf(knownNames);
    }

    /** The text between the braces. */
    public String expression() {
        return expression;
    }

    /** Sorted names of the variables that exist; empty for an error of syntax. */
    public List<String> knownNames() {
        return knownNames;
    }
}
