package dev.doppel.twin.convert;

import dev.doppel.twin.http.Query;
import dev.doppel.twin.route.JsonPath;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.SafePattern;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The request half of one WireMock mapping as a matcher; remembers whether every condition could be kept. */
final class WireMockRequest {
    private static final int MAX_JSON_CONDITIONS = 200;
    private static final Set<String> KNOWN = Set.of(
            "method",
            "url",
            "urlPath",
            "urlPattern",
            "urlPathPattern",
            "urlPathTemplate",
            "headers",
            "queryParameters",
            "bodyPatterns",
            "basicAuthCredentials");

    private final MockList mocks;
    private final String at;
    private final Map<String, Object> matcher = new LinkedHashMap<>();
    private final Map<String, Object> headers = new LinkedHashMap<>();
    private final Map<String, Object> query = new LinkedHashMap<>();
    private final Map<String, Object> json = new LinkedHashMap<>();
    private boolean exact = true;
    private String title = "";

    WireMockRequest(MockList mocks, String at) {
        this.mocks = mocks;
        this.at = at;
    }

    /** False when a condition had to be left out. */
    boolean exact() {
        return exact;
    }

    /** Method and path, for mappings without a name. */
    String title() {
        return title;
    }

    Map<String, Object> matcher(Map<String, Object> request) {
        String method = Values.show(request.get("method")).toUpperCase(Locale.ROOT);
        if (!method.isEmpty() && !method.equals("ANY")) {
            matcher.put("method", method);
        }
        target(request);
        title = (method.isEmpty() ? "ANY" : method) + " "
                + Values.show(matcher.containsKey("path") ? matcher.get("path") : matcher.get("pathPattern"));
        Values.mapOrEmpty(request.get("headers")).forEach(this::header);
        Values.mapOrEmpty(request.get("queryParameters")).forEach(this::parameter);
        if (request.get("basicAuthCredentials") instanceof Map<?, ?> auth) {
            String pair = Values.show(auth.get("username")) + ":" + Values.show(auth.get("password"));
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        List<Object> patterns = Values.listOrEmpty(request.get("bodyPatterns"));
        for (int i = 0; i < patterns.size(); i++) {
            body(Values.mapOrEmpty(patterns.get(i)), at + "/bodyPatterns/" + i);
        }
        request.keySet().stream().filter(k -> !KNOWN.contains(k)).forEach(k -> lost(at + "/" + k, k));
        put("headers", headers);
        put("queryParams", query);
        put("bodyJsonPath", json);
        return matcher;
    }

    private void put(String key, Map<String, Object> values) {
        if (!values.isEmpty()) {
            matcher.put(key, values);
        }
    }

    private void lost(String pointer, String what) {
        exact = false;
        mocks.note(pointer, what + " has no counterpart; the mock is switched off");
    }

    private void target(Map<String, Object> request) {
        if (request.get("url") instanceof String url) {
            int mark = url.indexOf('?');
            matcher.put("path", path(mark < 0 ? url : url.substring(0, mark)));
            if (mark >= 0) {
                Query.parse(url.substring(mark + 1)).pairs().forEach(p -> query.putIfAbsent(p.name(), p.value()));
            }
        } else if (request.get("urlPath") instanceof String path) {
            matcher.put("path", path(path));
        } else if (request.get("urlPathTemplate") instanceof String template) {
            matcher.put("path", template.replace("*", "%2A"));
        } else if (request.get("urlPathPattern") instanceof String regex) {
            pattern(regex, at + "/urlPathPattern");
        } else if (request.get("urlPattern") instanceof String regex) {
            int mark = regex.indexOf("\\?");
            if (mark >= 0) {
                mocks.note(
                        at + "/urlPattern", "only the part before \\? is kept: queries cannot be matched by a pattern");
            }
            pattern(mark < 0 ? regex : regex.substring(0, mark), at + "/urlPattern");
        } else {
            matcher.put("path", "/*");
        }
    }

    private static String path(String text) {
        return Urls.literal(text.startsWith("/") ? text : "/" + text);
    }

    private void pattern(String regex, String pointer) {
        String whole = "^(?:" + regex + ")$";
        if (SafePattern.compile(whole) == null) {
            lost(pointer, "the expression " + regex);
            matcher.put("path", "/*");
        } else {
            matcher.put("pathPattern", whole);
        }
    }

    private void header(String name, Object condition) {
        String value = one(condition, true);
        if (value == null) {
            lost(at + "/headers" + Values.pointerStep(name), "the condition on the header " + name);
        } else {
            headers.put(name, value);
        }
    }

    private void parameter(String name, Object condition) {
        String value = one(condition, false);
        if (value == null) {
            lost(at + "/queryParameters" + Values.pointerStep(name), "the condition on the parameter " + name);
        } else {
            query.put(name, value);
        }
    }

    /** The wanted value; where globs are allowed also {@code *part*}; null when it cannot be said. */
    private static @Nullable String one(Object condition, boolean globs) {
        Map<String, Object> map = Values.mapOrEmpty(condition);
        if (map.get("equalTo") instanceof String text && !Boolean.TRUE.equals(map.get("caseInsensitive"))) {
            return globs && text.contains("*") ? null : text;
        }
        if (globs && map.get("contains") instanceof String part && !part.contains("*")) {
            return "*" + part + "*";
        }
        if (globs && map.get("matches") instanceof String regex) {
            return glob(regex);
        }
        return null;
    }

    /** Patterns that only say begins, ends, or contains. */
    static @Nullable String glob(String regex) {
        boolean head = regex.startsWith(".*");
        boolean tail = regex.endsWith(".*") && regex.length() > 2;
        String core = regex.substring(head ? 2 : 0, Math.max(head ? 2 : 0, regex.length() - (tail ? 2 : 0)));
        boolean plain = core.chars().noneMatch(c -> "\\^$.|?*+()[]{}".indexOf(c) >= 0);
        return plain ? (head ? "*" : "") + core + (tail ? "*" : "") : null;
    }

    private void body(Map<String, Object> condition, String pointer) {
        if (condition.get("equalTo") instanceof String text && free(pointer)) {
            matcher.put("bodyEquals", text);
        } else if (condition.get("contains") instanceof String part && free(pointer)) {
            matcher.put("bodyContains", part);
        } else if (condition.get("matches") instanceof String regex) {
            String whole = "^(?s:" + regex + ")$";
            if (matcher.containsKey("bodyPattern") || SafePattern.compile(whole) == null) {
                lost(pointer, "the expression " + regex);
            } else {
                matcher.put("bodyPattern", whole);
            }
        } else if (condition.containsKey("equalToJson")) {
            equalToJson(condition, pointer);
        } else if (condition.containsKey("matchesJsonPath")) {
            Object wanted = condition.get("matchesJsonPath");
            Map<String, Object> map = Values.mapOrEmpty(wanted);
            String path = Values.show(map.isEmpty() ? wanted : map.get("expression"));
            boolean plain = map.isEmpty() || map.get("equalTo") != null;
            if (!plain || JsonPath.parse(path) == null) {
                lost(pointer, "the JSONPath condition " + path);
            } else if (map.isEmpty()) {
                json.put(path, Map.of("exists", true));
            } else {
                json.put(path, value(map.get("equalTo")));
            }
        } else if (!matcher.containsKey("bodyEquals") && !matcher.containsKey("bodyContains")) {
            lost(pointer, "a body condition with " + String.join(", ", condition.keySet()));
        }
    }

    /** WireMock compares texts: {@code "5"} there is the number 5 of the body. */
    private static @Nullable Object value(@Nullable Object text) {
        if (!(text instanceof String s)) {
            return text;
        }
        Number n = dev.doppel.twin.value.Numbers.parse(s);
        return n != null ? n : s.equals("true") ? Boolean.TRUE : s.equals("false") ? Boolean.FALSE : s;
    }

    private boolean free(String pointer) {
        if (matcher.containsKey("bodyEquals") || matcher.containsKey("bodyContains")) {
            lost(pointer, "a second text condition on the body");
            return false;
        }
        return true;
    }

    private void equalToJson(Map<String, Object> condition, String pointer) {
        Object wanted = condition.get("equalToJson");
        try {
            wanted = wanted instanceof String text ? Json.parse(text) : wanted;
        } catch (ValueSyntaxException e) {
            lost(pointer, "equalToJson with text that is no JSON");
            return;
        }
        if (!leaves(wanted, "$", 0) || json.isEmpty()) {
            lost(pointer, "equalToJson with these keys");
        } else if (!Boolean.TRUE.equals(condition.get("ignoreExtraElements"))) {
            mocks.note(pointer, "equalToJson is checked member by member: a body with more members matches too");
        }
    }

    private boolean leaves(@Nullable Object node, String path, int depth) {
        if (depth > 20 || json.size() > MAX_JSON_CONDITIONS || path.length() > 500) {
            return false;
        }
        if (node instanceof Map<?, ?> map) {
            for (var e : map.entrySet()) {
                String key = String.valueOf(e.getKey());
                boolean plain = !key.isEmpty() && key.chars().noneMatch(c -> ".[]*'\"".indexOf(c) >= 0);
                if (!plain || !leaves(e.getValue(), path + "." + key, depth + 1)) {
                    return false;
                }
            }
            return true;
        }
        if (node instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (!leaves(list.get(i), path + "[" + i + "]", depth + 1)) {
                    return false;
                }
            }
            return true;
        }
        json.put(path, node);
        return true;
    }
}
