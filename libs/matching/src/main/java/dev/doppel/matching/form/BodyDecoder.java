package dev.doppel.matching.form;

import org.jspecify.annotations.Nullable;

/** Captured bytes to a body value (spec 3.9). Pure, bounded, thread-safe. */
public final class BodyDecoder {
    /** Most decoded bytes that are looked at. */
    public static final int MAX_DECODED = 10 * 1024 * 1024;

    private BodyDecoder() {}

    /**
     * Decodes what was captured of a body; never throws.
     *
     * @param contentEncoding value of the header; several codings separated by commas
     * @param truncated whether the bytes are only the beginning of the body
     */
    public static DecodedBody decode(
            byte[] bytes, @Nullable String contentType, @Nullable String contentEncoding, boolean truncated) {
        throw new UnsupportedOperationException();
    }
}
