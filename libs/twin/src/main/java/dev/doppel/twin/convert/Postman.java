package dev.doppel.twin.convert;

import dev.doppel.twin.load.Problems;
import dev.doppel.twin.load.TwinLoadException;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Postman collections 2.x: one mock per request, answering its first saved response; variables of the collection put in. */
final class Postman {
    private static final int MAX_TEXT = 4 * 1024 * 1024;

    private final MockList mocks;
    private final Map<String, String> variables = new LinkedHashMap<>();

    private Postman(String source, Problems problems) {
        this.mocks = new MockList(source, problems);
    }

    static Map<String, Object> convert(String source, @Nullable Object document, Problems problems) {
        Map<String, Object> root = Values.mapOrEmpty(document);
        if (!(root.get("item") instanceof List)) {
            throw TwinLoadException.of(
                    "import", source, "/item", "a Postman collection needs item (a list of requests)");
        }
        Postman reader = new Postman(source, problems);
        for (Object v : Values.listOrEmpty(root.get("variable"))) {
            Map<String, Object> variable = Values.mapOrEmpty(v);
            String key = Values.show(variable.containsKey("key") ? variable.get("key") : variable.get("id"));
            reader.variables.put(key, Values.show(variable.get("value")));
        }
        reader.scripts(root, "");
        reader.items(Values.listOrEmpty(root.get("item")), "/item", 0);
        return reader.mocks.config(
                Map.of("name", Values.show(Values.mapOrEmpty(root.get("info")).get("name"))));
    }

    private void items(List<Object> items, String pointer, int depth) {
        if (depth > 50) {
            mocks.note(pointer, "folders nested deeper than 50 levels are left out");
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            String at = pointer + "/" + i;
            Map<String, Object> item = Values.map(items.get(i));
            if (item == null) {
                mocks.note(at, "an item must be an object");
                continue;
            }
            scripts(item, at);
            if (item.get("item") instanceof List<?> inner) {
                items(Values.listOrEmpty(inner), at + "/item", depth + 1);
            }
            if (item.containsKey("request") && !mocks.full(at)) {
                request(item, at);
            }
        }
    }

    private void scripts(Map<String, Object> of, String pointer) {
        if (!Values.listOrEmpty(of.get("event")).isEmpty()) {
            mocks.note(pointer + "/event", "scripts are left out: what they set or check has no counterpart");
        }
    }

    private void request(Map<String, Object> item, String pointer) {
        Object raw = item.get("request");
        Map<String, Object> request = Values.mapOrEmpty(raw);
        String method = raw instanceof String ? "GET" : text(request.get("method"));
        Urls url = url(raw instanceof String ? raw : request.get("url"));
        List<Object> saved = Values.listOrEmpty(item.get("response"));
        Map<String, Object> response = saved.isEmpty() ? Map.of() : Values.mapOrEmpty(saved.getFirst());
        if (response.isEmpty()) {
            mocks.note(pointer + "/response", "has no saved response; 200 without a body is answered");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (Object h : Values.listOrEmpty(response.get("header"))) {
            Map<String, Object> header = Values.mapOrEmpty(h);
            headers.put(text(header.get("key")), text(header.get("value")));
        }
        if (saved.size() > 1) {
            mocks.note(
                    pointer + "/response/1",
                    (saved.size() - 1) + " further saved response(s) are left out; the first is served");
        }
        String body = text(response.get("body"));
        unknown(body, pointer + "/response/0/body");
        int status = response.get("code") instanceof Number n && Numbers.integral(n) ? n.intValue() : 200;
        String name = text(item.get("name"));
        mocks.add(
                name.isBlank() ? method + " " + url.path() : name,
                MockList.matcher(method.isEmpty() ? "GET" : method, url.path()),
                url.query(),
                MockList.response(status, headers, body));
    }

    private Urls url(@Nullable Object raw) {
        Map<String, Object> map = Values.map(raw);
        if (map == null) {
            return parsed(Values.show(raw));
        }
        if (!(map.get("path") instanceof List<?> parts)) {
            return parsed(Values.show(map.get("raw")));
        }
        StringBuilder path = new StringBuilder();
        for (Object part : parts) {
            String text = part instanceof Map<?, ?> m ? Values.show(m.get("value")) : Values.show(part);
            path.append('/').append(text);
        }
        Map<String, String> query = new LinkedHashMap<>();
        for (Object q : Values.listOrEmpty(map.get("query"))) {
            Map<String, Object> pair = Values.mapOrEmpty(q);
            if (!Boolean.TRUE.equals(pair.get("disabled"))) {
                query.putIfAbsent(text(pair.get("key")), text(pair.get("value")));
            }
        }
        return new Urls(template(substitute(path.toString())), query);
    }

    private Urls parsed(String raw) {
        Urls url = Urls.of(substitute(raw));
        return new Urls(template(url.path()), url.query());
    }

    /** {@code :id} and unresolved variables as parameters of a path template. */
    private static String template(String path) {
        StringBuilder out = new StringBuilder();
        for (String part : path.split("/")) {
            if (part.isEmpty()) {
                continue;
            }
            out.append('/');
            if (part.length() > 1 && part.startsWith(":")) {
                out.append('{').append(Urls.name(part.substring(1))).append('}');
            } else if (part.startsWith("{{") && part.endsWith("}}")) {
                String name = part.substring(2, part.length() - 2);
                out.append('{')
                        .append(Urls.name(name.startsWith("$") ? name.substring(1) : name))
                        .append('}');
            } else {
                out.append(Urls.literal(part));
            }
        }
        return out.isEmpty() ? "/" : out.toString();
    }

    private String text(@Nullable Object value) {
        return substitute(Values.show(value));
    }

    private void unknown(String text, String pointer) {
        int open = text.indexOf("{{");
        int close = open < 0 ? -1 : text.indexOf("}}", open);
        if (close > 0 && close - open < 200) {
            mocks.note(
                    pointer,
                    "the collection does not say what " + text.substring(open, close + 2)
                            + " is; it is sent as it stands");
        }
    }

    /** Variables put in, also those that other variables name, to ten levels; unknown ones stay. */
    private String substitute(String text) {
        String now = text;
        for (int level = 0; level < 10 && now.contains("{{"); level++) {
            String next = once(now);
            if (next.equals(now) || next.length() > MAX_TEXT) {
                return now;
            }
            now = next;
        }
        return now;
    }

    private String once(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (true) {
            int open = text.indexOf("{{", at);
            int close = open < 0 ? -1 : text.indexOf("}}", open);
            if (close < 0 || out.length() > MAX_TEXT) {
                return out.append(text, at, text.length()).toString();
            }
            String value = variables.get(text.substring(open + 2, close).strip());
            out.append(text, at, open).append(value == null ? text.substring(open, close + 2) : value);
            at = close + 2;
        }
    }
}
