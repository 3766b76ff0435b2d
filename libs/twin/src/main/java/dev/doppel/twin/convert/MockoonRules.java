package dev.doppel.twin.convert;

import dev.doppel.twin.route.JsonPath;
import dev.doppel.twin.value.SafePattern;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules of one Mockoon response as matchers: one for all rules together (AND), or one for each (OR, Mockoon's default). */
final class MockoonRules {
    private final MockList mocks;
    private final String at;
    private boolean exact = true;

    MockoonRules(MockList mocks, String at) {
        this.mocks = mocks;
        this.at = at;
    }

    /** False when a rule had to be left out. */
    boolean exact() {
        return exact;
    }

    List<Map<String, Object>> matchers(String method, String path, Map<String, Object> response, List<Object> rules) {
        boolean all = "AND".equals(Values.show(response.get("rulesOperator"))) || rules.size() < 2;
        List<Map<String, Object>> out = new ArrayList<>();
        Map<String, Object> together = MockList.matcher(method, path);
        for (int i = 0; i < Math.min(rules.size(), 100); i++) {
            Map<String, Object> target = all ? together : MockList.matcher(method, path);
            rule(target, Values.mapOrEmpty(rules.get(i)), at + "/rules/" + i);
            if (!all) {
                out.add(target);
            }
        }
        if (out.isEmpty()) {
            out.add(together);
        }
        return out;
    }

    private void rule(Map<String, Object> matcher, Map<String, Object> rule, String pointer) {
        String kind = Values.show(rule.get("target"));
        String name = Values.show(rule.get("modifier"));
        String value = Values.show(rule.get("value"));
        String operator = Values.show(rule.get("operator"));
        boolean regex = operator.equals("regex");
        boolean equals = operator.isEmpty() || operator.equals("equals");
        boolean kept = !Boolean.TRUE.equals(rule.get("invert"))
                && switch (kind) {
                    case "query" -> equals && !name.contains(".") && put(matcher, "queryParams", name, value);
                    case "header" -> header(matcher, name, value, equals, regex);
                    case "params" -> (equals || regex) && parameter(matcher, name, value, regex);
                    case "body" -> body(matcher, name, value, operator);
                    default -> false;
                };
        if (!kept) {
            exact = false;
            mocks.note(
                    pointer,
                    "a rule on " + kind + " with " + operator + " has no counterpart; the mock is switched off");
        }
    }

    private static boolean put(Map<String, Object> matcher, String key, String name, Object value) {
        if (name.isEmpty()) {
            return false;
        }
        Map<String, Object> values = new LinkedHashMap<>(Values.mapOrEmpty(matcher.get(key)));
        values.put(name, value);
        matcher.put(key, values);
        return true;
    }

    private static boolean header(
            Map<String, Object> matcher, String name, String value, boolean equals, boolean regex) {
        if (equals) {
            return !value.contains("*") && put(matcher, "headers", name, value);
        }
        String begins = value.startsWith("^") ? value.substring(1) : ".*" + value;
        String whole = begins.endsWith("$") ? begins.substring(0, begins.length() - 1) : begins + ".*";
        String glob = regex ? WireMockRequest.glob(whole) : null;
        return glob != null && put(matcher, "headers", name, glob);
    }

    private static boolean parameter(Map<String, Object> matcher, String name, String value, boolean regex) {
        String hole = "{" + Urls.name(name) + "}";
        String path = Values.show(matcher.get("path"));
        if (!path.contains(hole) || value.isEmpty() || value.contains("/")) {
            return false;
        }
        boolean balanced = !value.contains("{") && !value.contains("}");
        if (regex && (SafePattern.compile(value) == null || !balanced || value.contains("("))) {
            return false;
        }
        String with = regex ? "{" + Urls.name(name) + ":" + value + "}" : Urls.literal(value);
        matcher.put("path", path.replace(hole, with));
        return true;
    }

    private static boolean body(Map<String, Object> matcher, String name, String value, String operator) {
        if (name.isEmpty()) {
            if (operator.equals("regex") && SafePattern.compile(value) != null) {
                matcher.put("bodyPattern", value);
                return true;
            }
            if (operator.isEmpty() || operator.equals("equals")) {
                matcher.put("bodyEquals", value);
                return true;
            }
            return false;
        }
        String path = name.startsWith("$") ? name : "$." + name;
        if (JsonPath.parse(path) == null) {
            return false;
        }
        return switch (operator) {
            case "", "equals" -> {
                Number n = dev.doppel.twin.value.Numbers.parse(value);
                Object wanted = n != null
                        ? n
                        : value.equals("true") || value.equals("false") ? (Object) value.equals("true") : value;
                yield put(matcher, "bodyJsonPath", path, wanted);
            }
            case "null" -> put(matcher, "bodyJsonPath", path, Map.of("exists", false));
            default -> false;
        };
    }
}
