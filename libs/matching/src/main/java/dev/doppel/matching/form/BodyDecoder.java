package dev.doppel.matching.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.doppel.matching.json.Json;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Captured bytes to a body value (spec 3.9). Pure, bounded, thread-safe. */
public final class BodyDecoder {
    /** Most decoded bytes that are looked at. */
    public static final int MAX_DECODED = 10 * 1024 * 1024;

    private static final int MAX_BASE64 = 64 * 1024;

    private BodyDecoder() {}

    /**
     * Decodes what was captured of a body; never throws. JSON is recognised whatever the content type says; a form stays a form
     * unless it is a JSON object or list.
     *
     * @param contentEncoding value of the header; several codings separated by commas
     * @param truncated whether the bytes are only the beginning of the body
     */
    public static DecodedBody decode(
            byte[] bytes, @Nullable String contentType, @Nullable String contentEncoding, boolean truncated) {
        if (bytes.length == 0) {
            return new DecodedBody(NullNode.getInstance(), null, truncated, null);
        }
        ContentCoding.Decoded decoded = ContentCoding.decode(bytes, contentEncoding, MAX_DECODED);
        boolean cut = truncated || decoded.truncated();
        String problem = truncated ? null : decoded.problem();
        byte[] content = withoutByteOrderMark(decoded.bytes());
        if (content.length == 0) {
            return new DecodedBody(NullNode.getInstance(), null, cut, problem);
        }
        MediaType type = MediaType.parse(contentType);
        Optional<JsonNode> structured = structured(content, type, cut);
        if (structured.isPresent()) {
            return new DecodedBody(structured.get(), null, cut, problem);
        }
        Optional<String> text = text(content, type, cut);
        if (text.isPresent()) {
            JsonNode node = type.isForm() ? FormBody.parse(text.get()) : JsonNodeFactory.instance.textNode(text.get());
            return new DecodedBody(node, null, cut, problem);
        }
        return new DecodedBody(binary(content, contentType), base64(content), cut, problem);
    }

    private static Optional<JsonNode> structured(byte[] content, MediaType type, boolean cut) {
        if (type.type().startsWith("multipart/")) {
            return Multipart.read(content, type.parameters().get("boundary"));
        }
        if (cut) {
            return Optional.empty();
        }
        return Json.tryParse(content).filter(json -> !type.isForm() || json.isContainerNode());
    }

    /** The content as text in its charset, when it is text: well-formed and without control characters. */
    private static Optional<String> text(byte[] content, MediaType type, boolean cut) {
        CharsetDecoder decoder = type.charset()
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer out = CharBuffer.allocate((int) Math.ceil(content.length * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(content), out, !cut);
        if (result.isError()) {
            return Optional.empty();
        }
        String text = out.flip().toString();
        return text.chars().anyMatch(BodyDecoder::isBinaryControl) ? Optional.empty() : Optional.of(text);
    }

    private static boolean isBinaryControl(int c) {
        return c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\b' && c != 0x1b;
    }

    private static JsonNode binary(byte[] content, @Nullable String contentType) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("$binary", true)
                .put("size", content.length)
                .put("sha256", Digests.sha256(content, 0, content.length))
                .put("contentType", contentType);
    }

    private static String base64(byte[] content) {
        return Base64.getEncoder()
                .encodeToString(content.length <= MAX_BASE64 ? content : Arrays.copyOf(content, MAX_BASE64));
    }

    private static byte[] withoutByteOrderMark(byte[] bytes) {
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
        return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
    }
}
