package dev.doppel.twin.value;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Text of files: UTF-8, or UTF-16 where a byte order mark or the zeros of its first signs say so. */
public final class Decoded {
    private Decoded() {}

    /**
     * The text without its byte order mark.
     *
     * @throws ValueSyntaxException when the bytes are no text in that encoding
     */
    public static String text(byte[] bytes) {
        Charset charset = charset(bytes);
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ValueSyntaxException("not a text in " + charset + ": save the file as UTF-8", 0, 0);
        }
    }

    /** The first signs of a file, as far as {@code most} bytes hold them; what is no text in its encoding becomes replacement signs. */
    public static String start(byte[] bytes, int most) {
        String text = new String(bytes, 0, Math.min(bytes.length, most), charset(bytes));
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static Charset charset(byte[] bytes) {
        if (bytes.length < 2) {
            return StandardCharsets.UTF_8;
        }
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (first == 0xfe && second == 0xff || first == 0 && second != 0) {
            return StandardCharsets.UTF_16BE;
        }
        return first == 0xff && second == 0xfe || first != 0 && second == 0
                ? StandardCharsets.UTF_16LE
                : StandardCharsets.UTF_8;
    }
}
