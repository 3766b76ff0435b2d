package dev.doppel.matching.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Multipart form data to fields; a file becomes {@code {filename, size, contentType, sha256}} (spec 3.9). */
final class Multipart {
    private static final int MAX_PARTS = 1000;
    private static final int MAX_PART_HEADER = 8192;

    private Multipart() {}

    /** The fields, or empty when the bytes are not multipart with that boundary. */
    static Optional<JsonNode> read(byte[] bytes, @Nullable String boundary) {
        if (boundary == null || boundary.isEmpty() || boundary.length() > 200) {
            return Optional.empty();
        }
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        int start = indexOf(bytes, delimiter, 0);
        if (start < 0) {
            return Optional.empty();
        }
        byte[] next = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        int at = start + delimiter.length;
        for (int part = 0; part < MAX_PARTS; part++) {
            if (at + 1 < bytes.length && bytes[at] == '-' && bytes[at + 1] == '-') {
                break;
            }
            int head = skipLine(bytes, at);
            int end = indexOf(bytes, next, Math.max(at, head - 2));
            if (head < 0 || end < 0) {
                break;
            }
            part(bytes, head, end, fields);
            at = end + next.length;
        }
        return Optional.of(fields);
    }

    private static void part(byte[] bytes, int from, int to, ObjectNode fields) {
        String disposition = null;
        String contentType = null;
        int at = from;
        while (at < to && at - from < MAX_PART_HEADER) {
            int end = lineEnd(bytes, at, to);
            if (end == at) {
                break;
            }
            String line = new String(bytes, at, end - at, StandardCharsets.UTF_8);
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip();
            if (name.equalsIgnoreCase("content-disposition")) {
                disposition = line.substring(colon + 1);
            } else if (name.equalsIgnoreCase("content-type")) {
                contentType = line.substring(colon + 1).strip();
            }
            at = end + 2;
        }
        int body = Math.min(to, at + 2);
        MediaType described = MediaType.parse(disposition);
        String name = described.parameters().get("name");
        if (name == null) {
            return;
        }
        String filename = described.parameters().get("filename");
        JsonNode value = filename == null
                ? JsonNodeFactory.instance.textNode(new String(
                        bytes, body, to - body, MediaType.parse(contentType).charset()))
                : file(bytes, body, to, filename, contentType);
        put(fields, name, value);
    }

    private static JsonNode file(byte[] bytes, int from, int to, String filename, @Nullable String contentType) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("filename", filename)
                .put("size", to - from)
                .put("contentType", contentType == null ? "application/octet-stream" : contentType)
                .put("sha256", Digests.sha256(bytes, from, to - from));
    }

    private static void put(ObjectNode fields, String name, JsonNode value) {
        JsonNode present = fields.get(name);
        if (present == null) {
            fields.set(name, value);
        } else if (present instanceof ArrayNode list) {
            list.add(value);
        } else {
            fields.set(name, JsonNodeFactory.instance.arrayNode().add(present).add(value));
        }
    }

    private static int skipLine(byte[] bytes, int from) {
        int end = lineEnd(bytes, from, bytes.length);
        return end >= bytes.length ? -1 : end + 2;
    }

    private static int lineEnd(byte[] bytes, int from, int to) {
        for (int i = from; i + 1 < to; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return to;
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        outer:
        for (int i = Math.max(0, from); i <= bytes.length - wanted.length; i++) {
            for (int j = 0; j < wanted.length; j++) {
                if (bytes[i + j] != wanted[j]) {
                    continue outer;
                }
            }
            return i;
        }
        return -1;
    }
}
