package dev.doppel.contract.exchange;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.doppel.contract.blob.BlobRef;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a body as they crossed the wire (content encoding included), up to the capture limit.
 *
 * @param size true size in bytes, also when truncated
 * @param truncated true when less than {@code size} was captured
 * @param text the captured bytes when they are valid UTF-8 text, else null
 * @param base64 the captured bytes otherwise, else null
 * @param blob where the captured bytes lie when they are too long for the record; then text and base64 are null
 */
public record CapturedBody(
        long size,
        boolean truncated,
        @Nullable String text,
        @Nullable String base64,
        @Nullable BlobRef blob) {
    public static final CapturedBody EMPTY = new CapturedBody(0, false, null, null, null);

    /** A body of this size whose captured bytes are others: as text when they are valid UTF-8, else as base64. */
    public CapturedBody with(byte[] captured) {
        try {
            CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
            return new CapturedBody(
                    size, truncated, strict.decode(ByteBuffer.wrap(captured)).toString(), null, null);
        } catch (CharacterCodingException binary) {
            return new CapturedBody(size, truncated, null, Base64.getEncoder().encodeToString(captured), null);
        }
    }

    /** A body of this size of which nothing was captured. */
    public CapturedBody withoutContent() {
        return new CapturedBody(size, true, null, null, null);
    }

    /** Characters that stand in the record itself. */
    public int inlineLength() {
        return (text == null ? 0 : text.length()) + (base64 == null ? 0 : base64.length());
    }

    /** The captured bytes, or null when they lie in {@link #blob}. Never null for an empty body. */
    @JsonIgnore
    public byte @Nullable [] bytes() {
        if (text != null) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (base64 != null) {
            return Base64.getDecoder().decode(base64);
        }
        return blob == null ? new byte[0] : null;
    }
}
