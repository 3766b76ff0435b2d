package dev.doppel.twin.load;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong or odd in a file.
 *
 * @param code stable name, such as {@code unknown-key}
 * @param file as named by the user
 * @param pointer JSON pointer into the file
 * @param line from 1, or 0 when unknown
 */
public record Problem(
        Severity severity, String code, String file, String pointer, int line, int column, String message) {
    /** Errors stop the load, warnings do not. */
    public enum Severity {
        ERROR,
        WARNING
    }

    /** For people: place, then what. */
    public String text() {
        StringBuilder out = new StringBuilder(file);
        if (line > 0) {
            out.append(':').append(line).append(':').append(column);
        }
        if (!pointer.isEmpty()) {
            out.append(' ').append(pointer);
        }
        return out.append(": ")
                .append(message)
                .append(" [")
                .append(code)
                .append(']')
                .toString();
    }

    static Problem at(
            Severity severity, String code, String file, String pointer, @Nullable Object place, String text) {
        int line = place instanceof dev.doppel.twin.value.Position p ? p.line() : 0;
        int column = place instanceof dev.doppel.twin.value.Position p ? p.column() : 0;
        return new Problem(severity, code, file, pointer, line, column, text);
    }
}
