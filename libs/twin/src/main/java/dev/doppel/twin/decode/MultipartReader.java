package dev.doppel.twin.decode;

import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.schema.Schemas;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** multipart/form-data: text parts as form fields, file parts as their description (spec 2.2). At most 2 000 parts. */
final class MultipartReader {
    private MultipartReader() {}

    static Map<String, Object> read(TwinRequest request, Schemas schemas, @Nullable Map<String, Object> schema) {
        String boundary = boundary(request.headers().first("Content-Type"));
        if (boundary == null) {
            throw TwinFault.invalid(null, "multipart/form-data needs a boundary parameter");
        }
        String body = new String(request.body(), StandardCharsets.ISO_8859_1);
        String mark = "--" + boundary;
        StringBuilder form = new StringBuilder();
        Map<String, Object> files = new LinkedHashMap<>();
        int at = body.indexOf(mark);
        int parts = 0;
        while (at >= 0 && !body.startsWith("--", at + mark.length()) && ++parts <= 2_000) {
            int start = body.indexOf("\r\n", at);
            int next = body.indexOf("\r\n" + mark, at + mark.length());
            if (start < 0 || next < 0) {
                break;
            }
            part(body.substring(start + 2, Math.max(start + 2, next)), form, files);
            at = next + 2;
        }
        Map<String, Object> out = FormDecoder.decode(Query.parse(form.toString()), schemas, schema);
        out.putAll(files);
        return out;
    }

    private static void part(String part, StringBuilder form, Map<String, Object> files) {
        int end = part.startsWith("\r\n") ? 0 : part.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        String content = part.substring(Math.min(part.length(), end + (end == 0 ? 2 : 4)));
        String name = null;
        String file = null;
        String type = "text/plain";
        for (String line : part.substring(0, end).split("\r\n")) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-disposition:")) {
                name = parameter(line, "name");
                file = parameter(line, "filename");
            } else if (lower.startsWith("content-type:")) {
                type = line.substring(13).strip();
            }
        }
        if (name == null) {
            return;
        }
        if (file != null) {
            Map<String, Object> about = new LinkedHashMap<>();
            about.put("filename", file);
            about.put("content_type", type);
            about.put("size", (long) content.length());
            files.put(name, about);
            return;
        }
        String text = new String(content.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        form.append(form.isEmpty() ? "" : "&")
                .append(Query.encode(name))
                .append('=')
                .append(Query.encode(text));
    }

    private static @Nullable String parameter(String line, String wanted) {
        for (String piece : line.split(";")) {
            String p = piece.strip();
            if (p.toLowerCase(Locale.ROOT).startsWith(wanted + "=")) {
                String value = p.substring(wanted.length() + 1);
                String bare = value.startsWith("\"") && value.endsWith("\"") && value.length() > 1
                        ? value.substring(1, value.length() - 1)
                        : value;
                return new String(bare.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private static @Nullable String boundary(@Nullable String contentType) {
        return contentType == null ? null : parameter(contentType, "boundary");
    }
}
