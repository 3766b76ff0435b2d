package dev.doppel.definition.files;

/** An archive that is not taken. The message says what, where and what would be right; it is for people. */
public final class BundleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    BundleException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Stable kebab-case word. */
    public String code() {
        return code;
    }
}
