package dev.doppel.definition.model;

/** What can be made of a value before it is compared or stored (spec 6.4, 7.6). */
public enum Transform {
    /** Length of a list, object or text; the shorthand {@code count}. */
    LENGTH("length"),
    TYPE("type"),
    KEYS("keys"),
    VALUES("values"),
    ENTRIES("entries");

    private final String text;

    Transform(String text) {
        this.text = text;
    }

    /** The word used in files. */
    public String text() {
        return text;
    }
}
