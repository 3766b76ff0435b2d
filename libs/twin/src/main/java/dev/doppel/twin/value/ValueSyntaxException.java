package dev.doppel.twin.value;

/** Text that is not JSON or YAML, or that is beyond a limit. Line and column count from 1; 0 when unknown. */
public final class ValueSyntaxException extends RuntimeException {
    private final int line;
    private final int column;

    public ValueSyntaxException(String message, int line, int column) {
        super(line > 0 ? message + " (line " + line + ", column " + column + ")" : message);
        this.line = line;
        this.column = column;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
