package dev.doppel.matching.form;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * A form body that is its raw text as a whole and a map when a path continues into it (spec 3.9). Serializes as the raw text.
 * Immutable.
 */
public final class FormBody extends TextNode {
    private static final long serialVersionUID = 1L;

    private final transient ObjectNode fields;

    private FormBody(String raw, ObjectNode fields) {
        super(raw);
        this.fields = fields;
    }

    /** Reads any text as a form; never fails. */
    public static FormBody parse(String raw) {
        throw new UnsupportedOperationException();
    }

    /** The decoded fields; values are texts, lists or maps. Not to be changed. */
    public ObjectNode map() {
        return fields;
    }

    /** The raw text with percent-encoding and plus signs decoded. */
    public String decodedText() {
        throw new UnsupportedOperationException();
    }
}
