package dev.doppel.twin.convert;

import dev.doppel.twin.load.Problems;
import dev.doppel.twin.load.TwinLoadException;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.Values;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * WireMock mappings: one object, a list, or {@code mappings}. A mapping that asks for something we cannot check, or answers with a fault or a
 * proxy, is imported switched off, with a warning that says which part: it must not answer more than it did.
 */
final class WireMock {
    /** WireMock's own number for a mapping without one; there the lowest wins, here the highest. */
    private static final int DEFAULT_PRIORITY = 5;

    private final MockList mocks;

    private WireMock(String source, Problems problems) {
        this.mocks = new MockList(source, problems);
    }

    static Map<String, Object> convert(String source, @Nullable Object document, Problems problems) {
        Map<String, Object> root = Values.mapOrEmpty(document);
        List<Object> list = document instanceof List
                ? Values.listOrEmpty(document)
                : root.get("mappings") instanceof List<?> m ? Values.listOrEmpty(m) : List.of(root);
        String base = document instanceof List ? "" : root.get("mappings") instanceof List ? "/mappings" : "";
        boolean single = base.isEmpty() && !(document instanceof List);
        WireMock reader = new WireMock(source, problems);
        boolean ordered = list.stream().anyMatch(m -> Values.mapOrEmpty(m).containsKey("priority"));
        for (int i = 0; i < list.size(); i++) {
            String at = single ? "" : base + "/" + i;
            Map<String, Object> mapping = Values.map(list.get(i));
            if (mapping == null || !(mapping.get("request") instanceof Map)) {
                throw TwinLoadException.of(
                        "import", source, at + "/request", "a WireMock mapping needs request (an object)");
            }
            if (!reader.mocks.full(at)) {
                reader.mapping(mapping, at, ordered);
            }
        }
        return reader.mocks.config(Map.of());
    }

    private void mapping(Map<String, Object> mapping, String at, boolean ordered) {
        WireMockRequest request = new WireMockRequest(mocks, at + "/request");
        Map<String, Object> matcher = request.matcher(Values.mapOrEmpty(mapping.get("request")));
        Map<String, Object> wanted = Values.mapOrEmpty(mapping.get("response"));
        boolean served = request.exact();
        for (String key : List.of("fault", "proxyBaseUrl", "bodyFileName")) {
            if (wanted.containsKey(key)) {
                mocks.note(at + "/response/" + key, key + " is not supported; the mock is switched off");
                served = false;
            }
        }
        if (mapping.containsKey("serveEventListeners") || mapping.containsKey("postServeActions")) {
            mocks.note(at, "what happens after serving is left out; write webhooks for it");
        }
        String name = Values.show(mapping.get("name"));
        Map<String, Object> mock = mocks.add(
                name.isBlank() ? request.title() : name, matcher, Map.of(), response(wanted, at + "/response"));
        scenario(mapping, at, Values.mapOrEmpty(mock.get("http")));
        if (!served) {
            mock.put("enabled", false);
        }
        if (ordered) {
            int given = mapping.get("priority") instanceof Number n && Numbers.integral(n)
                    ? Math.clamp(n.longValue(), 0, 1_000)
                    : DEFAULT_PRIORITY;
            Values.mapOrEmpty(mock.get("http")).put("priority", (long) (1_000 - given));
        }
    }

    /** WireMock's states begin in {@code Started}, as ours do. */
    private void scenario(Map<String, Object> mapping, String at, Map<String, Object> http) {
        String name = Values.show(mapping.get("scenarioName"));
        String requires = Values.show(mapping.get("requiredScenarioState"));
        String sets = Values.show(mapping.get("newScenarioState"));
        if (name.isEmpty()) {
            if (!requires.isEmpty() || !sets.isEmpty()) {
                mocks.note(at, "states without scenarioName mean nothing, in WireMock too; give the mapping one");
            }
            return;
        }
        Map<String, Object> scenario = new LinkedHashMap<>();
        scenario.put("name", name);
        if (!requires.isEmpty()) {
            scenario.put("requires", requires);
        }
        if (!sets.isEmpty()) {
            scenario.put("sets", sets);
        }
        http.put("scenario", scenario);
    }

    private Map<String, Object> response(Map<String, Object> wanted, String at) {
        Map<String, String> headers = new LinkedHashMap<>();
        Values.mapOrEmpty(wanted.get("headers")).forEach((name, value) -> headers.put(name, joined(value)));
        int status = wanted.get("status") instanceof Number n && Numbers.integral(n) ? n.intValue() : 200;
        Map<String, Object> out;
        if (wanted.get("base64Body") instanceof String text) {
            byte[] bytes;
            try {
                bytes = Base64.getMimeDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                mocks.note(at + "/base64Body", "is not base64; the body is left empty");
                bytes = new byte[0];
            }
            out = MockList.response(status, headers, bytes);
        } else {
            String body = wanted.containsKey("jsonBody")
                    ? dev.doppel.twin.value.Json.text(wanted.get("jsonBody"))
                    : Values.show(wanted.get("body"));
            if (wanted.containsKey("jsonBody")
                    && headers.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
                headers.put("Content-Type", "application/json");
            }
            out = MockList.response(status, headers, body);
            if (Values.listOrEmpty(wanted.get("transformers")).contains("response-template")) {
                out.remove("x-literal");
                out.put(
                        "body",
                        Handlebars.translate(
                                body,
                                e -> mocks.note(
                                        at, "the template expression " + e + " has no counterpart; empty text")));
            }
        }
        if (wanted.get("fixedDelayMilliseconds") instanceof Number n) {
            out.put("delayMs", (long) Math.clamp(n.longValue(), 0, 600_000));
        } else if (wanted.containsKey("delayDistribution") || wanted.containsKey("chunkedDribbleDelay")) {
            mocks.note(at, "delayDistribution and chunkedDribbleDelay are left out; use chaos for them");
        }
        return out;
    }

    private static String joined(@Nullable Object value) {
        return value instanceof List<?> l
                ? String.join(", ", l.stream().map(Values::show).toList())
                : Values.show(value);
    }
}
