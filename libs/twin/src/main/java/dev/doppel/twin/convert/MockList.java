package dev.doppel.twin.convert;

import dev.doppel.twin.load.Problems;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The mocks that a foreign document becomes, as entries of a mockd file (spec 1.8). Ids come from names and are unique; at most 20 000
 * mocks. Query parameters become conditions only where they tell mocks of one method and path apart. Confined to one conversion.
 */
final class MockList {
    private static final int MAX = 20_000;

    /** Headers that belong to a connection or to one moment, not to an answer. */
    private static final Set<String> VOLATILE = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "content-encoding",
            "date",
            "etag",
            "expires",
            "last-modified",
            "age",
            "alt-svc");

    private record Entry(Map<String, Object> mock, Map<String, Object> matcher, Map<String, String> query) {}

    private final String source;
    private final Problems problems;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> used = new HashMap<>();

    MockList(String source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** Says that a part of the document could not be brought over as it is. */
    void note(String pointer, String message) {
        problems.warnIn(source, "not-imported", pointer, message);
    }

    boolean full(String pointer) {
        if (entries.size() >= MAX) {
            problems.warnIn(
                    source, "not-imported", pointer, "only the first " + MAX + " mocks of a document are imported");
            return true;
        }
        return false;
    }

    /** Adds an HTTP mock; {@code matcher} and {@code response} as in a mockd file. */
    Map<String, Object> add(
            String name, Map<String, Object> matcher, Map<String, String> query, Map<String, Object> response) {
        return add("http", name, matcher, query, response);
    }

    /** Adds a mock whose section bears the name of its type. */
    Map<String, Object> add(
            String type,
            String name,
            Map<String, Object> matcher,
            Map<String, String> query,
            Map<String, Object> response) {
        Map<String, Object> http = new LinkedHashMap<>();
        http.put("matcher", matcher);
        http.put("response", response);
        Map<String, Object> mock = new LinkedHashMap<>();
        mock.put("id", unique(name));
        mock.put("name", name);
        mock.put("type", type);
        mock.put(type, http);
        entries.add(new Entry(mock, matcher, query));
        return mock;
    }

    private String unique(String name) {
        String slug = slug(name);
        String id = slug;
        for (int n = used.merge(slug, 1, Integer::sum); n > 1; n = used.merge(id, 1, Integer::sum)) {
            id = slug + "-" + n;
        }
        return id;
    }

    /** Lower-case letters, digits and single dashes; "mock" when nothing is left. */
    static String slug(String name) {
        StringBuilder out = new StringBuilder();
        for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
            if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
                out.append(c);
            } else if (!out.isEmpty() && out.charAt(out.length() - 1) != '-') {
                out.append('-');
            }
            if (out.length() >= 100) {
                break;
            }
        }
        while (!out.isEmpty() && out.charAt(out.length() - 1) == '-') {
            out.setLength(out.length() - 1);
        }
        return out.isEmpty() ? "mock" : out.toString();
    }

    /** The configuration; {@code more} are further top-level keys. */
    Map<String, Object> config(Map<String, Object> more) {
        Map<String, Integer> shared = new HashMap<>();
        entries.forEach(e -> shared.merge(key(e), 1, Integer::sum));
        for (Entry e : entries) {
            if (!e.query().isEmpty() && shared.getOrDefault(key(e), 0) > 1) {
                e.matcher().put("queryParams", new LinkedHashMap<>(e.query()));
            }
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("version", "1.0");
        out.put("kind", "MockCollection");
        out.putAll(more);
        out.put("mocks", entries.stream().map(e -> (Object) e.mock()).toList());
        return out;
    }

    private static String key(Entry e) {
        return e.matcher().get("method") + " " + e.matcher().get("path");
    }

    static Map<String, Object> matcher(String method, String path) {
        Map<String, Object> out = new LinkedHashMap<>();
        if (!method.isEmpty() && !method.equals("ANY")) {
            out.put("method", method.toUpperCase(Locale.ROOT));
        }
        out.put("path", path);
        return out;
    }

    /** A reply sent as it stands; bytes that are no UTF-8 text travel as base64. */
    static Map<String, Object> response(int status, Map<String, String> headers, byte[] body) {
        Map<String, Object> out = response(status, headers, (String) null);
        String text = utf8(body);
        if (text == null) {
            out.put("x-bodyBase64", Base64.getEncoder().encodeToString(body));
        } else if (!text.isEmpty()) {
            out.put("body", text);
        }
        return out;
    }

    static Map<String, Object> response(int status, Map<String, String> headers, @Nullable String body) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("statusCode", (long) (status < 200 || status > 599 ? 200 : status));
        Map<String, Object> kept = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            if (!name.isBlank() && !name.startsWith(":") && !VOLATILE.contains(name.toLowerCase(Locale.ROOT))) {
                kept.put(name, value);
            }
        });
        if (!kept.isEmpty()) {
            out.put("headers", kept);
        }
        if (body != null && !body.isEmpty()) {
            out.put("body", body);
        }
        out.put("x-literal", true);
        return out;
    }

    static @Nullable String utf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
