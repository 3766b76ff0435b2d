package dev.doppel.definition.problem;

import dev.doppel.definition.model.SourceRef;

/**
 * One finding.
 *
 * @param code stable kebab-case word, listed in the module's README
 * @param at file relative to the project root, line and column from 1 (0 = the file as a whole)
 * @param path place inside the resolved document such as {@code tests[0].steps[2].action}; {@code ""} = the whole file
 * @param message what is wrong, with the offending value
 * @param advice what would be right; {@code ""} when the message says it all
 */
public record Problem(Severity severity, String code, SourceRef at, String path, String message, String advice) {
    private static final int LONGEST = 2_000;

    public Problem {
        path = shortened(path);
        message = shortened(message);
        advice = shortened(advice);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }

    /** Errors keep a definition from running, warnings do not. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** The same finding as an error; {@code validate --strict} uses it. */
    public Problem asError() {
        return new Problem(Severity.ERROR, code, at, path, message, advice);
    }

    /** One line as compilers write it: {@code file:line:column: error: path: message (advice)}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(at).append(at.file().isEmpty() ? "" : ": ");
        text.append(isError() ? "error: " : "warning: ");
        if (!path.isEmpty()) {
            text.append(path).append(": ");
        }
        text.append(message);
        if (!advice.isEmpty()) {
            text.append("; ").append(advice);
        }
        return text.toString();
    }
}
