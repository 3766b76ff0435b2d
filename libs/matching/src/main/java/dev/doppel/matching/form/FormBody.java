package dev.doppel.matching.form;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/**
 * A form body that is its raw text as a whole and a map when a path continues into it (spec 3.9). Serializes as the raw text;
 * who reads it back calls {@link #parse}. Immutable.
 */
public final class FormBody extends TextNode {
    private static final long serialVersionUID = 1L;

    private final transient ObjectNode map;
    private final transient List<String> conflicts;

    private FormBody(String raw, ObjectNode map, List<String> conflicts) {
        super(raw);
        this.map = map;
        this.conflicts = List.copyOf(conflicts);
    }

    /** Reads any text as a form; never fails. At most 10,000 fields and 32 levels of brackets are read. */
    public static FormBody parse(String raw) {
        FormReader reader = new FormReader();
        reader.read(raw);
        return new FormBody(raw, reader.toMap(), reader.conflicts());
    }

    /**
     * Makes the body of a recorded request or response navigable again: where {@code bodyForm} stands beside a text as {@code body},
     * the text becomes a form. Changes the object; does nothing otherwise.
     */
    public static void revive(ObjectNode message) {
        if (message.path("bodyForm").isObject() && message.path("body").isTextual()) {
            message.set("body", parse(message.path("body").textValue()));
        }
    }

    /** The decoded fields; values are texts, lists or maps. Not to be changed. */
    public ObjectNode map() {
        return map;
    }

    /** Keys used both plain and with brackets; the bracketed use won. For a warning. */
    public List<String> conflicts() {
        return conflicts;
    }

    /** The raw text with percent-encoding and plus signs decoded. */
    public String decodedText() {
        return decode(textValue());
    }

    /** Any text with percent-encoding and plus signs decoded; broken sequences stay as they are. */
    public static String decode(String raw) {
        return PercentCoding.decode(raw);
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    private Object readResolve() {
        return parse(textValue());
    }
}
