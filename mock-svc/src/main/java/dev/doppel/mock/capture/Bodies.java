package dev.doppel.mock.capture;

import dev.doppel.contract.exchange.CapturedBody;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Captured bytes to the contract's form. Pure. */
public final class Bodies {
    private Bodies() {}

    /** The bytes as text when they are UTF-8, else null; a cut in the middle of a character at the end is forgiven when truncated. */
    public static @Nullable String text(byte[] bytes) {
        boolean ascii = true;
        for (byte b : bytes) {
            if (b < 0) {
                ascii = false;
                break;
            }
        }
        if (ascii) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Inline form of at most {@code limit} bytes. */
    public static CapturedBody inline(RawBody body, int limit) {
        byte[] bytes = body.copy();
        long size = Math.max(body.size(), bytes.length);
        if (bytes.length == 0) {
            return size == 0 ? CapturedBody.EMPTY : new CapturedBody(size, true, "", null, null);
        }
        byte[] shown = bytes.length <= limit ? bytes : Arrays.copyOf(bytes, limit);
        boolean truncated = size > shown.length;
        String text = text(shown);
        return text == null
                ? new CapturedBody(size, truncated, null, Base64.getEncoder().encodeToString(shown), null)
                : new CapturedBody(size, truncated, text, null, null);
    }
}
