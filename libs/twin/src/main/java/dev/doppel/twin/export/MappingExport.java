package dev.doppel.twin.export;

import dev.doppel.twin.config.MockSpec;
import dev.doppel.twin.engine.Mock;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stubs for WireMock and for Mockoon, with the conditions of hand-written mocks as far as these tools know them. */
final class MappingExport {
    private MappingExport() {}

    static Map<String, Object> wiremock(List<Sample> samples) {
        List<Object> mappings = new ArrayList<>();
        for (Sample s : samples) {
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("method", s.mock().method().equals("*") ? "ANY" : s.method());
            if (s.path().contains("{")) {
                request.put("urlPathTemplate", s.path("{", "}"));
            } else if (s.path().contains("*")) {
                request.put("urlPathPattern", literal(s.path()).replace("\\*", ".*"));
            } else {
                request.put("urlPath", s.path());
            }
            MockSpec.Matcher matcher = matcher(s);
            if (matcher != null) {
                if (matcher.pathPattern() != null) {
                    request.remove("urlPath");
                    request.put("urlPathPattern", ".*(?:" + matcher.pathPattern() + ").*");
                }
                conditions(matcher, request);
            }
            Map<String, Object> response = new LinkedHashMap<>();
            response.put("status", (long) s.status());
            response.put("headers", new LinkedHashMap<>(s.headers()));
            String text = s.text();
            if (text == null) {
                response.put("base64Body", Base64.getEncoder().encodeToString(s.body()));
            } else {
                response.put("body", text);
            }
            if (s.mock().source() instanceof Mock.Written w
                    && w.spec().answer() instanceof MockSpec.Reply r
                    && !r.delay().isZero()) {
                response.put("fixedDelayMilliseconds", r.delay().toMillis());
            }
            Map<String, Object> mapping = new LinkedHashMap<>();
            mapping.put("name", s.title());
            mapping.put("request", request);
            mapping.put("response", response);
            if (s.mock().source() instanceof Mock.Written w) {
                place(w.spec(), mapping);
            }
            mappings.add(mapping);
        }
        return Map.of("mappings", mappings, "meta", Map.of("total", (long) mappings.size()));
    }

    /** Where it stands among others: there the lowest priority wins and 5 is the usual one, here the highest and 0. */
    private static void place(MockSpec mock, Map<String, Object> mapping) {
        if (mock.priority() != 0) {
            mapping.put("priority", (long) Math.max(1, 1_000 - mock.priority()));
        }
        MockSpec.Scenario scenario = mock.scenario();
        if (scenario == null) {
            return;
        }
        mapping.put("scenarioName", scenario.name());
        if (scenario.requires() != null) {
            mapping.put("requiredScenarioState", scenario.requires());
        }
        if (scenario.sets() != null) {
            mapping.put("newScenarioState", scenario.sets());
        }
    }

    private static MockSpec.@org.jspecify.annotations.Nullable Matcher matcher(Sample s) {
        return s.mock().source() instanceof Mock.Written w ? w.spec().matcher() : null;
    }

    private static void conditions(MockSpec.Matcher m, Map<String, Object> request) {
        Map<String, Object> headers = new LinkedHashMap<>();
        m.headers()
                .forEach((name, value) -> headers.put(
                        name,
                        value.contains("*")
                                ? Map.of("matches", literal(value).replace("\\*", ".*"))
                                : Map.of("equalTo", value)));
        if (!headers.isEmpty()) {
            request.put("headers", headers);
        }
        Map<String, Object> query = new LinkedHashMap<>();
        m.queryParams().forEach((name, value) -> query.put(name, Map.of("equalTo", value)));
        if (!query.isEmpty()) {
            request.put("queryParameters", query);
        }
        List<Object> body = new ArrayList<>();
        if (m.bodyEquals() != null) {
            body.add(Map.of("equalTo", m.bodyEquals()));
        }
        if (m.bodyContains() != null) {
            body.add(Map.of("contains", m.bodyContains()));
        }
        if (m.bodyPattern() != null) {
            body.add(Map.of("matches", ".*(?:" + m.bodyPattern() + ").*"));
        }
        m.bodyJsonPath()
                .forEach((path, wanted) -> body.add(
                        wanted instanceof Map
                                ? Map.of("matchesJsonPath", path)
                                : Map.of(
                                        "matchesJsonPath",
                                        Map.of("expression", path, "equalTo", Values.show(wanted)))));
        if (!body.isEmpty()) {
            request.put("bodyPatterns", body);
        }
    }

    /** Every sign with a meaning in expressions escaped. */
    private static String literal(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append("\\^$.|?*+()[]{}".indexOf(c) >= 0 ? "\\" : "").append(c);
        }
        return out.toString();
    }

    static Map<String, Object> mockoon(List<Sample> samples, String name) {
        Map<String, List<Sample>> routes = new LinkedHashMap<>();
        samples.forEach(s -> routes.computeIfAbsent(s.mock().method() + " " + s.path(), k -> new ArrayList<>())
                .add(s));
        List<Object> out = new ArrayList<>();
        int number = 0;
        for (List<Sample> same : routes.values()) {
            List<Object> responses = new ArrayList<>();
            for (Sample s : same) {
                MockSpec.Matcher matcher = matcher(s);
                List<Object> rules = matcher == null ? List.of() : rules(matcher);
                Map<String, Object> response = new LinkedHashMap<>();
                response.put("uuid", "response-" + number + "-" + responses.size());
                response.put("label", s.title());
                response.put("statusCode", (long) s.status());
                response.put("latency", 0L);
                response.put("bodyType", "INLINE");
                response.put("body", Values.show(s.text()));
                response.put("headers", Collections.pairs("key", s.headers()));
                response.put("rules", rules);
                response.put("rulesOperator", "AND");
                response.put("disableTemplating", true);
                response.put("default", rules.isEmpty());
                responses.add(response);
            }
            Map<String, Object> route = new LinkedHashMap<>();
            route.put("uuid", "route-" + number++);
            route.put("type", "http");
            route.put("documentation", same.getFirst().title());
            String method = same.getFirst().mock().method();
            route.put("method", method.equals("*") ? "all" : method.toLowerCase(java.util.Locale.ROOT));
            String path = same.getFirst().path(":", "");
            route.put("endpoint", path.startsWith("/") ? path.substring(1) : path);
            route.put("responses", responses);
            out.add(route);
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("uuid", "twin");
        root.put("lastMigration", 33L);
        root.put("name", name.isEmpty() ? "Twin" : name);
        root.put("endpointPrefix", "");
        root.put("latency", 0L);
        root.put("port", 4280L);
        root.put("hostname", "");
        root.put("folders", List.of());
        root.put("routes", out);
        root.put("headers", List.of());
        root.put("data", List.of());
        return root;
    }

    private static List<Object> rules(MockSpec.Matcher m) {
        List<Object> out = new ArrayList<>();
        m.queryParams().forEach((name, value) -> out.add(rule("query", name, value, "equals")));
        m.headers()
                .forEach((name, value) -> out.add(
                        value.contains("*")
                                ? rule("header", name, "^" + literal(value).replace("\\*", ".*") + "$", "regex")
                                : rule("header", name, value, "equals")));
        m.bodyJsonPath().forEach((path, wanted) -> out.add(rule("body", path, Values.show(wanted), "equals")));
        if (m.bodyPattern() != null) {
            out.add(rule("body", "", m.bodyPattern(), "regex"));
        }
        if (m.bodyEquals() != null) {
            out.add(rule("body", "", m.bodyEquals(), "equals"));
        }
        return out;
    }

    private static Map<String, Object> rule(String target, String modifier, String value, String operator) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("target", target);
        out.put("modifier", modifier);
        out.put("value", value);
        out.put("invert", false);
        out.put("operator", operator);
        return out;
    }
}
