package dev.doppel.matching.form;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Undoes {@code Content-Encoding}: gzip, deflate (with and without zlib header), br, zstd, also several in a row. Output is bounded,
 * so a small body cannot fill the memory. Pure and thread-safe.
 */
public final class ContentCoding {
    private static final int MAX_CODINGS = 3;

    private ContentCoding() {}

    /**
     * The decoded bytes.
     *
     * @param bytes decoded as far as it went; the input itself when the coding is unknown
     * @param truncated whether the limit was reached
     * @param problem unknown or broken coding, for people; null when all is well
     */
    public record Decoded(
            byte[] bytes, boolean truncated, @Nullable String problem) {}

    /** Decodes up to {@code limit} bytes; never throws. */
    public static Decoded decode(byte[] bytes, @Nullable String contentEncoding, int limit) {
        List<String> codings = contentEncoding == null
                ? List.of()
                : Stream.of(contentEncoding.split(",", MAX_CODINGS + 2))
                        .map(c -> c.strip().toLowerCase(Locale.ROOT))
                        .filter(c -> !c.isEmpty() && !c.equals("identity"))
                        .toList();
        if (codings.size() > MAX_CODINGS) {
            return new Decoded(bytes, false, "more than " + MAX_CODINGS + " content codings");
        }
        Decoded current = bytes.length > limit
                ? new Decoded(codings.isEmpty() ? Arrays.copyOf(bytes, limit) : bytes, codings.isEmpty(), null)
                : new Decoded(bytes, false, null);
        for (String coding : codings.reversed()) {
            if (current.bytes().length == 0) {
                return current;
            }
            Decoded next = one(current.bytes(), coding, limit);
            current = new Decoded(next.bytes(), current.truncated() || next.truncated(), next.problem());
            if (current.problem() != null) {
                return current;
            }
        }
        return current;
    }

    private static Decoded one(byte[] bytes, String coding, int limit) {
        Chunks out = new Chunks(limit);
        try (InputStream in = open(bytes, coding)) {
            if (in == null) {
                return new Decoded(
                        bytes,
                        false,
                        "content coding \"" + coding + "\" is unknown; known are gzip, deflate, br, zstd");
            }
            boolean truncated = out.readFrom(in);
            return new Decoded(out.toBytes(), truncated, null);
        } catch (IOException | RuntimeException e) {
            return new Decoded(
                    out.toBytes(), false, "content coding " + coding + " is broken after " + out.size() + " bytes");
        }
    }

    private static @Nullable InputStream open(byte[] bytes, String coding) throws IOException {
        InputStream in = new ByteArrayInputStream(bytes);
        return switch (coding) {
            case "gzip", "x-gzip" -> new GZIPInputStream(in);
            case "deflate" ->
                zlib(bytes) ? new InflaterInputStream(in) : new InflaterInputStream(in, new Inflater(true));
            case "br" -> new BrotliInputStream(in);
            case "zstd" -> new ZstdInputStream(in);
            default -> null;
        };
    }

    private static boolean zlib(byte[] bytes) {
        return bytes.length > 1 && (bytes[0] & 0x0f) == 8 && (((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff)) % 31 == 0;
    }
}
