package dev.doppel.twin.record;

import dev.doppel.twin.http.Query;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recordings as mocks: entries of a mockd file, or MOCK items of a definition. Pure. */
public final class MockSketch {
    /** Which of several recordings of one method and path answer. */
    public enum Duplicates {
        FIRST,
        LAST,
        /** In turn, the last one for ever. */
        ALL
    }

    private static final Set<String> VOLATILE = Set.of(
            "date",
            "etag",
            "expires",
            "last-modified",
            "age",
            "set-cookie",
            "alt-svc",
            "via",
            "server",
            "cf-ray",
            "nel",
            "report-to",
            "strict-transport-security",
            "x-request-id",
            "request-id",
            "proxy-connection",
            "upgrade",
            "content-length");

    private MockSketch() {}

    /**
     * A mockd file.
     *
     * @param smart id-like segments of paths become parameters, so that other ids are answered too
     */
    public static Map<String, Object> mockd(List<Recording> recordings, boolean smart, Duplicates duplicates) {
        List<Object> mocks = new ArrayList<>();
        groups(recordings, smart, false).forEach((key, group) -> mocks.add(mock(key, group, duplicates)));
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("version", "1.0");
        out.put("kind", "MockCollection");
        out.put("mocks", mocks);
        return out;
    }

    /** Recordings by host (when asked for), method and path, in the order met. */
    static Map<String, List<Recording>> groups(List<Recording> recordings, boolean smart, boolean byHost) {
        PathShapes shapes = PathShapes.of(recordings);
        Map<String, List<Recording>> out = new LinkedHashMap<>();
        for (Recording r : recordings) {
            String path = smart ? shapes.template(r.path()) : literal(r.path());
            out.computeIfAbsent((byHost ? r.host() + " " : "") + r.method() + " " + path, k -> new ArrayList<>())
                    .add(r);
        }
        return out;
    }

    private static String literal(String path) {
        return path.replace("{", "%7B").replace("}", "%7D").replace("*", "%2A");
    }

    static Map<String, Object> mock(String key, List<Recording> group, Duplicates duplicates) {
        int space = key.indexOf(' ');
        Map<String, Object> matcher = new LinkedHashMap<>();
        matcher.put("method", key.substring(0, space));
        matcher.put("path", key.substring(space + 1));
        Map<String, Object> http = new LinkedHashMap<>();
        http.put("matcher", matcher);
        if (duplicates == Duplicates.ALL && group.size() > 1) {
            http.put(
                    "responses",
                    group.stream()
                            .map(MockSketch::response)
                            .map(r -> (Object) r)
                            .toList());
            http.put("mode", "sequence");
        } else {
            http.put("response", response(duplicates == Duplicates.LAST ? group.getLast() : group.getFirst()));
        }
        Map<String, Object> mock = new LinkedHashMap<>();
        mock.put("id", id(key));
        mock.put("name", key);
        mock.put("type", "http");
        mock.put("http", http);
        return mock;
    }

    static String id(String key) {
        StringBuilder out = new StringBuilder();
        for (char c : key.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            out.append(plain ? c : c == '{' || c == '}' ? '_' : '-');
        }
        return out.toString();
    }

    private static Map<String, Object> response(Recording r) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("statusCode", (long) (r.status() < 200 || r.status() > 599 ? 200 : r.status()));
        Map<String, Object> headers = headers(r);
        if (!headers.isEmpty()) {
            out.put("headers", headers);
        }
        String text = Body.utf8(r.body());
        if (text == null) {
            out.put("x-bodyBase64", Base64.getEncoder().encodeToString(r.body()));
        } else if (!text.isEmpty()) {
            out.put("body", text);
        }
        out.put("x-literal", true);
        return out;
    }

    private static Map<String, Object> headers(Recording r) {
        Map<String, Object> out = new LinkedHashMap<>();
        r.headers().forEach((name, values) -> {
            if (!VOLATILE.contains(name.toLowerCase(Locale.ROOT)) && !values.contains(Redaction.MARK)) {
                out.put(name, String.join(", ", values));
            }
        });
        return out;
    }

    /**
     * MOCK items of a definition (its spec, 2.6): {@code items} entries with unique names. Answers whose body is no text are left out, because
     * a definition cannot say them.
     */
    public static List<Map<String, Object>> items(List<Recording> recordings, boolean smart, Duplicates duplicates) {
        List<Map<String, Object>> out = new ArrayList<>();
        groups(recordings, smart, true).forEach((key, group) -> {
            Recording r = duplicates == Duplicates.LAST ? group.getLast() : group.getFirst();
            String text = Body.utf8(r.body());
            if (text == null) {
                return;
            }
            String rest = key.substring(key.indexOf(' ') + 1);
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("type", "MOCK");
            item.put("name", name(rest, out.size() + 1));
            item.put("mockTarget", r.host());
            item.put("mockMethod", r.method());
            item.put("mockPath", Query.decode(rest.substring(rest.indexOf(' ') + 1), false));
            item.put("mockResponseStatus", (long) (r.status() < 200 || r.status() > 599 ? 200 : r.status()));
            Map<String, Object> headers = new LinkedHashMap<>();
            headers(r).forEach((k, v) -> headers.put(k, unread(v)));
            if (!headers.isEmpty()) {
                item.put("mockResponseHeaders", headers);
            }
            Object body = body(text);
            if (!text.isEmpty()) {
                item.put("mockResponseBody", unread(body == null ? text : body));
            }
            out.add(item);
        });
        return out;
    }

    /** A DNS label: letters, digits and dashes, at most 63. */
    private static String name(String key, int number) {
        StringBuilder out = new StringBuilder();
        for (char c : key.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (plain || !out.isEmpty() && out.charAt(out.length() - 1) != '-') {
                out.append(plain ? c : '-');
            }
        }
        String text = out.substring(0, Math.min(out.length(), 50));
        return text + (text.endsWith("-") ? "" : "-") + number;
    }

    /** Objects and lists as they are; other JSON stays the text that was sent. */
    private static @Nullable Object body(String text) {
        try {
            Object value = Json.parse(text.getBytes(StandardCharsets.UTF_8));
            return value instanceof Map || value instanceof List ? value : null;
        } catch (ValueSyntaxException e) {
            return null;
        }
    }

    /** Braces that a definition would fill in are escaped (its spec, 1.9). */
    private static Object unread(Object node) {
        if (node instanceof Map<?, ?> map) {
            Map<String, Object> out = new LinkedHashMap<>();
            map.forEach((k, v) -> out.put(String.valueOf(k), v == null ? null : unread(v)));
            return out;
        }
        if (node instanceof List<?> list) {
            List<Object> out = new ArrayList<>();
            list.forEach(v -> out.add(v == null ? null : unread(v)));
            return out;
        }
        return node instanceof String s
                ? s.replace("${{", "\\${{").replace("{{", "\\{{").replace("\\$\\{{", "\\${{")
                : node;
    }
}
