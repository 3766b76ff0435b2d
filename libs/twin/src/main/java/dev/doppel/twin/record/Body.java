package dev.doppel.twin.record;

import dev.doppel.twin.http.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** A body made readable: encodings undone, text as text. What cannot be looked into is not kept. */
record Body(byte[] bytes, @Nullable String text, @Nullable String left) {
    static final int MAX = 4 * 1024 * 1024;
    private static final List<String> LINES =
            List.of("text/event-stream", "application/x-ndjson", "application/jsonl", "application/stream+json");

    /**
     * Only whole lines are kept of what was cut, where each line is complete in itself; of all else nothing, because a part of a document
     * cannot be looked through.
     */
    static Body read(byte[] raw, Headers headers, boolean cut) {
        if (!cut || raw.length == 0) {
            return read(raw, headers);
        }
        String type = headers.first("Content-Type");
        String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
        if (headers.has("Content-Encoding") || LINES.stream().noneMatch(lower::startsWith)) {
            return new Body(
                    new byte[0], null, "only the beginning of the body was seen, and that cannot be looked through");
        }
        int end = raw.length;
        while (end > 0 && raw[end - 1] != '\n') {
            end--;
        }
        return read(Arrays.copyOf(raw, end), headers);
    }

    static Body read(byte[] raw, Headers headers) {
        byte[] now = raw;
        String encodings = headers.first("Content-Encoding");
        if (encodings != null && raw.length > 0) {
            String[] steps = encodings.toLowerCase(Locale.ROOT).split(",");
            for (int i = steps.length - 1; i >= 0; i--) {
                byte[] decoded = decode(now, steps[i].strip());
                if (decoded == null) {
                    return new Body(
                            new byte[0], null, "the content encoding " + steps[i].strip() + " cannot be undone");
                }
                now = decoded;
            }
        } else if (raw.length > 2 && (raw[0] & 0xff) == 0x1f && (raw[1] & 0xff) == 0x8b) {
            byte[] decoded = decode(raw, "gzip");
            now = decoded == null ? raw : decoded;
        }
        if (now.length > MAX) {
            return new Body(new byte[0], null, "the body is larger than " + MAX + " bytes");
        }
        return new Body(now, text(now, headers), null);
    }

    private static byte @Nullable [] decode(byte[] bytes, String encoding) {
        try (InputStream in = switch (encoding) {
            case "gzip", "x-gzip" -> new GZIPInputStream(new ByteArrayInputStream(bytes));
            case "deflate" -> new InflaterInputStream(new ByteArrayInputStream(bytes));
            case "identity", "" -> new ByteArrayInputStream(bytes);
            default -> throw new IOException("unknown");
        }) {
            return in.readNBytes(MAX + 1);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable String text(byte[] bytes, Headers headers) {
        String type = headers.first("Content-Type");
        int at = type == null ? -1 : type.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (type != null && at >= 0) {
            String name = type.substring(at + 8).replace("\"", "").split("[; ]", 2)[0];
            try {
                return Charset.forName(name)
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (IllegalArgumentException | CharacterCodingException e) {
                return utf8(bytes);
            }
        }
        return utf8(bytes);
    }

    static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
