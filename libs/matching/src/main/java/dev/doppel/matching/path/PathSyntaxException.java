package dev.doppel.matching.path;

/** A path that cannot be read. The message says what, where in the text, and what would be right. */
public final class PathSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final int position;

    PathSyntaxException(String path, int position, String message) {
        super(message);
        this.path = path;
        this.position = position;
    }

    /** The text that was given, shortened when very long. */
    public String path() {
        return path;
    }

    /** Zero-based position in the text at which reading failed. */
    public int position() {
        return position;
    }
}
