package dev.doppel.twin.convert;

import dev.doppel.twin.load.Problems;
import dev.doppel.twin.load.TwinLoadException;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.Values;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** HTTP archives: the first entry of each method and path; images, styles, scripts and fonts only when asked for. */
final class Har {
    private static final Set<String> STATIC_ENDS = Set.of(
            "css", "js", "mjs", "map", "png", "jpg", "jpeg", "gif", "svg", "ico", "webp", "avif", "woff", "woff2",
            "ttf", "otf", "eot", "mp4", "webm", "mp3", "wasm");

    private static final int MAX_UNPACKED = 16 << 20;

    private Har() {}

    static Map<String, Object> convert(
            String source, @Nullable Object document, boolean includeStatic, Problems problems) {
        Object entries =
                Values.mapOrEmpty(Values.mapOrEmpty(document).get("log")).get("entries");
        if (!(entries instanceof List)) {
            throw TwinLoadException.of("import", source, "/log/entries", "an HTTP archive needs log.entries (a list)");
        }
        MockList mocks = new MockList(source, problems);
        Set<String> seen = new HashSet<>();
        List<Object> list = Values.listOrEmpty(entries);
        int assets = 0;
        for (int i = 0; i < list.size(); i++) {
            String at = "/log/entries/" + i;
            Map<String, Object> entry = Values.mapOrEmpty(list.get(i));
            Map<String, Object> request = Values.mapOrEmpty(entry.get("request"));
            Map<String, Object> response = Values.mapOrEmpty(entry.get("response"));
            String method = Values.show(request.get("method")).toUpperCase(Locale.ROOT);
            if (method.isEmpty() || !(request.get("url") instanceof String url)) {
                mocks.note(at + "/request", "an entry needs request.method and request.url");
                continue;
            }
            String path = Urls.literal(Urls.of(url).path());
            Map<String, Object> content = Values.mapOrEmpty(response.get("content"));
            if (!includeStatic && isStatic(path, Values.show(content.get("mimeType")))) {
                assets++;
                continue;
            }
            if (!(response.get("status") instanceof Number status) || status.intValue() < 200) {
                mocks.note(at + "/response/status", "has no answer: the call was blocked, cancelled or upgraded");
                continue;
            }
            if (!seen.add(method + " " + path)) {
                mocks.note(at, "a later answer of " + method + " " + path + " is left out; the first is served");
                continue;
            }
            if (mocks.full(at)) {
                continue;
            }
            mocks.add(
                    method + " " + path,
                    MockList.matcher(method, path),
                    Map.of(),
                    response(response, content, mocks, at));
        }
        if (assets > 0) {
            mocks.note(
                    "/log/entries",
                    assets + " images, styles, scripts and fonts are left out; includeStatic: true keeps them");
        }
        return mocks.config(Map.of());
    }

    private static boolean isStatic(String path, String type) {
        int dot = path.lastIndexOf('.');
        String lower = type.toLowerCase(Locale.ROOT);
        return dot > path.lastIndexOf('/')
                        && STATIC_ENDS.contains(path.substring(dot + 1).toLowerCase(Locale.ROOT))
                || lower.startsWith("image/")
                || lower.startsWith("font/")
                || lower.startsWith("video/")
                || lower.startsWith("audio/")
                || lower.startsWith("text/css")
                || lower.contains("javascript");
    }

    /** Some tools write the bytes as they came over the wire; null when what says it is gzip is not. */
    private static byte @Nullable [] plain(byte[] bytes, Map<String, String> headers) {
        boolean said = headers.entrySet().stream()
                .anyMatch(h -> h.getKey().equalsIgnoreCase("content-encoding")
                        && h.getValue().toLowerCase(Locale.ROOT).contains("gzip"));
        if (!said || bytes.length < 2 || (bytes[0] & 0xff) != 0x1f || (bytes[1] & 0xff) != 0x8b) {
            return bytes;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] out = in.readNBytes(MAX_UNPACKED + 1);
            return out.length > MAX_UNPACKED ? null : out;
        } catch (IOException e) {
            return null;
        }
    }

    private static Map<String, Object> response(
            Map<String, Object> response, Map<String, Object> content, MockList mocks, String at) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Object h : Values.listOrEmpty(response.get("headers"))) {
            Map<String, Object> header = Values.mapOrEmpty(h);
            String name = Values.show(header.get("name"));
            if (name.equalsIgnoreCase("set-cookie")) {
                mocks.note(at + "/response/headers", "cookies are left out; add Set-Cookie by hand where it matters");
            } else {
                headers.put(name, Values.show(header.get("value")));
            }
        }
        String type = Values.show(content.get("mimeType"));
        if (!type.isEmpty() && headers.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
            headers.put("Content-Type", type);
        }
        Number code = response.get("status") instanceof Number n ? n : 200;
        int status = Numbers.integral(code) ? code.intValue() : 200;
        String text = Values.show(content.get("text"));
        if ("base64".equals(content.get("encoding"))) {
            try {
                byte[] bytes = plain(Base64.getMimeDecoder().decode(text), headers);
                if (bytes == null) {
                    mocks.note(
                            at + "/response/content/text", "cannot be unpacked, or is larger than 16 MiB; left empty");
                }
                return MockList.response(status, headers, bytes == null ? new byte[0] : bytes);
            } catch (IllegalArgumentException e) {
                mocks.note(at + "/response/content/text", "is said to be base64 and is not; taken as text");
            }
        }
        return MockList.response(status, headers, text);
    }
}
