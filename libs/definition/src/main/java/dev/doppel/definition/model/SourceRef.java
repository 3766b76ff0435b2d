package dev.doppel.definition.model;

/**
 * Where something was written.
 *
 * @param file path relative to the project root, with {@code /}; {@code ""} when unknown
 * @param line from 1; 0 when unknown
 * @param column from 1, counted in code points; 0 when unknown
 */
public record SourceRef(String file, int line, int column) {
    /** A place nobody knows, for values made in code. */
    public static final SourceRef UNKNOWN = new SourceRef("", 0, 0);

    @Override
    public String toString() {
        return line <= 0 ? file : file + ":" + line + ":" + column;
    }

    /** Reads what {@link #toString()} wrote; text of another form becomes a reference to the file of that name. */
    public static SourceRef parse(String text) {
        int column = text.lastIndexOf(':');
        int line = column <= 0 ? -1 : text.lastIndexOf(':', column - 1);
        if (line < 0) {
            return new SourceRef(text, 0, 0);
        }
        try {
            return new SourceRef(
                    text.substring(0, line),
                    Integer.parseInt(text, line + 1, column, 10),
                    Integer.parseInt(text, column + 1, text.length(), 10));
        } catch (NumberFormatException notAPosition) {
            return new SourceRef(text, 0, 0);
        }
    }
}
