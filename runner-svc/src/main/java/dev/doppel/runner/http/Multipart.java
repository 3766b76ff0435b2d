package dev.doppel.runner.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** A multipart body (spec 5.3): scalars, lists under one key, files. Confined. */
final class Multipart {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final String boundary;

    private Multipart(String boundary) {
        this.boundary = boundary;
    }

    static byte[] of(Map<String, JsonNode> parts, String boundary) throws BadCall {
        Multipart body = new Multipart(boundary);
        for (Map.Entry<String, JsonNode> part : parts.entrySet()) {
            JsonNode value = part.getValue();
            if (value.isArray()) {
                String key = part.getKey().endsWith("[]") ? part.getKey() : part.getKey() + "[]";
                for (JsonNode element : value) {
                    body.part(key, element);
                }
            } else {
                body.part(part.getKey(), value);
            }
        }
        body.text("--" + boundary + "--\r\n");
        return body.out.toByteArray();
    }

    private void part(String key, JsonNode value) throws BadCall {
        text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(key) + "\"");
        boolean file = value.isObject() && value.has("filename");
        if (file && (value.has("content") || value.has("contentBase64"))) {
            text("; filename=\"" + quoted(value.path("filename").asText()) + "\"\r\nContent-Type: "
                    + CallBuilder.checked(
                            "contentType", value.path("contentType").asText("application/octet-stream"))
                    + "\r\n\r\n");
            out.writeBytes(content(key, value));
        } else if (file && value.has("path")) {
            throw new BadCall("formData." + key + ".path: files from the project cannot be sent yet; use content or "
                    + "contentBase64");
        } else {
            text("\r\n\r\n" + (value.isNull() ? "" : CallBuilder.plain(value)));
        }
        text("\r\n");
    }

    private static byte[] content(String key, JsonNode value) throws BadCall {
        JsonNode base64 = value.get("contentBase64");
        if (base64 != null) {
            try {
                return Base64.getDecoder().decode(base64.asText());
            } catch (IllegalArgumentException e) {
                throw new BadCall("formData." + key + ".contentBase64 is not base64: " + e.getMessage());
            }
        }
        JsonNode content = value.get("content");
        return (content.isTextual() ? content.textValue() : Json.compact(content)).getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
