package dev.doppel.twin.export;

import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests with their answers: Postman collections 2.1, HTTP archives 1.2, curl command lines. */
final class Collections {
    private static final String HOST = "http://localhost:4280";

    private Collections() {}

    static Map<String, Object> postman(List<Sample> samples, String name) {
        List<Object> items = new ArrayList<>();
        for (Sample s : samples) {
            List<Object> path = new ArrayList<>();
            for (String part : s.path(":", "").split("/")) {
                if (!part.isEmpty()) {
                    path.add(part);
                }
            }
            List<Object> query = new ArrayList<>();
            s.query().forEach((k, v) -> query.add(pair("key", k, v)));
            Map<String, Object> url = new LinkedHashMap<>();
            url.put("raw", "{{baseUrl}}" + s.path(":", "") + Sample.queryText(s.query()));
            url.put("host", List.of("{{baseUrl}}"));
            url.put("path", path);
            if (!query.isEmpty()) {
                url.put("query", query);
            }
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("method", s.method());
            request.put("header", pairs("key", requestHeaders(s)));
            request.put("url", url);
            if (s.requestBody() != null) {
                request.put("body", Map.of("mode", "raw", "raw", s.requestBody()));
            }
            Map<String, Object> response = new LinkedHashMap<>();
            response.put("name", s.title());
            response.put("code", (long) s.status());
            response.put("header", pairs("key", s.headers()));
            response.put("body", Values.show(s.text()));
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("name", s.title());
            item.put("request", request);
            item.put("response", List.of(response));
            items.add(item);
        }
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("name", name.isEmpty() ? "Twin" : name);
        info.put("schema", "https://schema.getpostman.com/json/collection/v2.1.0/collection.json");
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("info", info);
        out.put("variable", List.of(pair("key", "baseUrl", HOST)));
        out.put("item", items);
        return out;
    }

    static Map<String, Object> har(List<Sample> samples) {
        List<Object> entries = new ArrayList<>();
        for (Sample s : samples) {
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("method", s.method());
            request.put("url", HOST + s.path("", "") + Sample.queryText(s.query()));
            request.put("httpVersion", "HTTP/1.1");
            request.put("cookies", List.of());
            request.put("headers", pairs("name", requestHeaders(s)));
            request.put("queryString", pairs("name", s.query()));
            request.put("headersSize", -1L);
            request.put("bodySize", -1L);
            if (s.requestBody() != null) {
                request.put("postData", Map.of("mimeType", Values.show(s.requestType()), "text", s.requestBody()));
            }
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("size", (long) s.body().length);
            content.put("mimeType", type(s));
            String text = s.text();
            content.put("text", text == null ? Base64.getEncoder().encodeToString(s.body()) : text);
            if (text == null) {
                content.put("encoding", "base64");
            }
            Map<String, Object> response = new LinkedHashMap<>();
            response.put("status", (long) s.status());
            response.put("statusText", "");
            response.put("httpVersion", "HTTP/1.1");
            response.put("cookies", List.of());
            response.put("headers", pairs("name", s.headers()));
            response.put("content", content);
            response.put("redirectURL", "");
            response.put("headersSize", -1L);
            response.put("bodySize", -1L);
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("startedDateTime", "2025-01-01T00:00:00.000Z");
            entry.put("time", 0L);
            entry.put("request", request);
            entry.put("response", response);
            entry.put("cache", Map.of());
            entry.put("comment", s.title());
            entry.put("timings", Map.of("send", 0L, "wait", 0L, "receive", 0L));
            entries.add(entry);
        }
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("version", "1.2");
        log.put("creator", Map.of("name", "doppel twin", "version", "1"));
        log.put("entries", entries);
        return Map.of("log", log);
    }

    static String curl(List<Sample> samples) {
        StringBuilder out = new StringBuilder();
        for (Sample s : samples) {
            out.append("# ")
                    .append(s.title().replace('\n', ' ').replace('\r', ' '))
                    .append('\n');
            out.append("curl -X ").append(s.method()).append(' ');
            out.append(quoted(HOST + s.path("", "") + Sample.queryText(s.query())));
            requestHeaders(s).forEach((n, v) -> out.append(" -H ").append(quoted(n + ": " + v)));
            if (s.requestBody() != null) {
                out.append(" --data-raw ").append(quoted(s.requestBody()));
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static Map<String, String> requestHeaders(Sample s) {
        Map<String, String> out = new LinkedHashMap<>(s.requestHeaders());
        if (s.requestType() != null) {
            out.put("Content-Type", s.requestType());
        }
        return out;
    }

    static String type(Sample s) {
        return s.headers().entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase("content-type"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    static Map<String, Object> pair(String nameKey, String name, String value) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put(nameKey, name);
        out.put("value", value);
        return out;
    }

    static List<Object> pairs(String nameKey, Map<String, String> values) {
        List<Object> out = new ArrayList<>();
        values.forEach((k, v) -> out.add(pair(nameKey, k, v)));
        return out;
    }
}
