package dev.doppel.twin.convert;

import dev.doppel.twin.load.Problems;
import dev.doppel.twin.load.TwinLoadException;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mockoon environments: a mock for each response of a route, earlier ones first, its rules as conditions; CRUD routes become tables with the
 * data bucket's rows. A response whose rules cannot be kept is imported switched off, with a warning.
 */
final class Mockoon {
    private static final int MAX_RESPONSES = 10_000;

    private final MockList mocks;
    private final Map<String, Object> root;
    private final List<Object> tables = new ArrayList<>();
    private final Set<String> tableNames = new HashSet<>();

    private Mockoon(String source, Map<String, Object> root, Problems problems) {
        this.mocks = new MockList(source, problems);
        this.root = root;
    }

    static Map<String, Object> convert(String source, @Nullable Object document, Problems problems) {
        Map<String, Object> root = Values.mapOrEmpty(document);
        if (!(root.get("routes") instanceof List)) {
            throw TwinLoadException.of("import", source, "/routes", "a Mockoon environment needs routes (a list)");
        }
        Mockoon reader = new Mockoon(source, root, problems);
        List<Object> routes = Values.listOrEmpty(root.get("routes"));
        for (int i = 0; i < routes.size(); i++) {
            Map<String, Object> route = Values.map(routes.get(i));
            if (route == null) {
                reader.mocks.note("/routes/" + i, "a route must be an object");
            } else if (!reader.mocks.full("/routes/" + i)) {
                reader.route(route, "/routes/" + i);
            }
        }
        reader.whole();
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("name", Values.show(root.get("name")));
        if (!reader.tables.isEmpty()) {
            more.put("tables", reader.tables);
        }
        return reader.mocks.config(more);
    }

    /** What holds for the environment as a whole. */
    private void whole() {
        if (Boolean.TRUE.equals(root.get("proxyMode"))) {
            mocks.note(
                    "/proxyMode",
                    "calls that nothing matches are not passed on; record them with 'doppel twin record'");
        }
        if (root.get("latency") instanceof Number n && n.longValue() > 0) {
            mocks.note("/latency", "the delay of all answers is left out; say it as serverConfig.chaos.global.latency");
        }
    }

    private String path(Map<String, Object> route) {
        String whole = Values.show(root.get("endpointPrefix")) + "/" + Values.show(route.get("endpoint"));
        StringBuilder out = new StringBuilder();
        for (String part : whole.split("/")) {
            if (part.startsWith(":") && part.length() > 1) {
                out.append("/{").append(Urls.name(part.substring(1))).append('}');
            } else if (!part.isEmpty()) {
                out.append('/').append(part.replace("{", "%7B").replace("}", "%7D"));
            }
        }
        return out.isEmpty() ? "/" : out.toString();
    }

    private void route(Map<String, Object> route, String at) {
        String type = Values.show(route.get("type"));
        if (type.equals("crud")) {
            crud(route, at);
            return;
        }
        if (!type.isEmpty() && !type.equals("http")) {
            mocks.note(at + "/type", "routes of type " + type + " are left out");
            return;
        }
        String method = Values.show(route.get("method")).toUpperCase(Locale.ROOT);
        method = method.equals("ALL") ? "" : method;
        List<Object> responses = Values.listOrEmpty(route.get("responses"));
        String mode = Values.show(route.get("responseMode"));
        if (!mode.isEmpty() && (!mode.equals("SEQUENTIAL") || responses.size() > 1)) {
            mocks.note(at + "/responseMode", "the mode " + mode + " is left out; rules and order decide");
        }
        int size = Math.min(responses.size(), MAX_RESPONSES);
        for (int i = 0; i < size; i++) {
            response(route, method, Values.mapOrEmpty(responses.get(i)), i, size, at + "/responses/" + i);
        }
    }

    private void response(
            Map<String, Object> route, String method, Map<String, Object> response, int index, int size, String at) {
        MockoonRules rules = new MockoonRules(mocks, at);
        String path = path(route);
        boolean fallback = Boolean.TRUE.equals(response.get("default"));
        List<Map<String, Object>> matchers = rules.matchers(
                method, path, response, fallback ? List.of() : Values.listOrEmpty(response.get("rules")));
        if (!fallback && size > 1 && Values.listOrEmpty(response.get("rules")).isEmpty()) {
            boolean named = Values.listOrEmpty(route.get("responses")).stream()
                    .anyMatch(r -> Boolean.TRUE.equals(Values.mapOrEmpty(r).get("default")));
            if (named || index > 0) {
                mocks.note(at, "a response without rules beside others is never served, in Mockoon too; left out");
                return;
            }
        }
        String label = Values.show(response.get("label"));
        String name =
                (method.isEmpty() ? "ANY" : method) + " " + path + (size > 1 && !label.isBlank() ? " " + label : "");
        Map<String, Object> body = body(response, at);
        for (Map<String, Object> matcher : matchers) {
            Map<String, Object> mock = mocks.add(name, matcher, Map.of(), Values.copyMap(body));
            Values.mapOrEmpty(mock.get("http")).put("priority", (long) (fallback ? 0 : size - index));
            if (!rules.exact() || Boolean.FALSE.equals(route.get("enabled"))) {
                mock.put("enabled", false);
            }
        }
    }

    private Map<String, Object> body(Map<String, Object> response, String at) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Object source :
                List.of(Values.listOrEmpty(root.get("headers")), Values.listOrEmpty(response.get("headers")))) {
            for (Object h : Values.listOrEmpty(source)) {
                Map<String, Object> header = Values.mapOrEmpty(h);
                headers.put(Values.show(header.get("key")), Values.show(header.get("value")));
            }
        }
        int status = response.get("statusCode") instanceof Number n && Numbers.integral(n) ? n.intValue() : 200;
        String kind = Values.show(response.get("bodyType"));
        String text = Values.show(response.get("body"));
        boolean literal = Boolean.TRUE.equals(response.get("disableTemplating"));
        if (kind.equals("DATABUCKET")) {
            text = Json.text(bucket(Values.show(response.get("databucketID")), at));
            literal = true;
        } else if (kind.equals("FILE") || !Values.show(response.get("filePath")).isEmpty() && text.isEmpty()) {
            mocks.note(at + "/filePath", "bodies from files are left out; the body is empty");
        }
        Map<String, Object> out = MockList.response(status, headers, text);
        if (!literal && text.contains("{{")) {
            out.remove("x-literal");
            out.put(
                    "body",
                    Handlebars.translate(
                            text,
                            e -> mocks.note(at + "/body", "the expression " + e + " has no counterpart; empty text")));
        }
        if (!Values.listOrEmpty(response.get("callbacks")).isEmpty()) {
            mocks.note(at + "/callbacks", "callbacks are left out; write webhooks for them");
        }
        if (response.get("latency") instanceof Number n && n.longValue() > 0) {
            out.put("delayMs", (long) Math.clamp(n.longValue(), 0, 600_000));
        }
        return out;
    }

    private @Nullable Object bucket(String id, String at) {
        for (Object d : Values.listOrEmpty(root.get("data"))) {
            Map<String, Object> data = Values.mapOrEmpty(d);
            if (!id.isEmpty() && (id.equals(data.get("id")) || id.equals(data.get("uuid")))) {
                try {
                    return data.get("value") instanceof String text ? Json.parse(text) : data.get("value");
                } catch (ValueSyntaxException e) {
                    mocks.note(at, "the data bucket " + id + " holds no plain JSON; it is taken as empty");
                    return List.of();
                }
            }
        }
        mocks.note(at, "there is no data bucket " + id);
        return List.of();
    }

    private void crud(Map<String, Object> route, String at) {
        Map<String, Object> first = Values.mapOrEmpty(
                Values.listOrEmpty(route.get("responses")).stream().findFirst().orElse(null));
        String path = path(route);
        String id = Values.show(first.get("crudKey"));
        String idField = id.isEmpty() ? "id" : id;
        Object data = bucket(Values.show(first.get("databucketID")), at + "/responses/0/databucketID");
        List<Object> rows = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Object row : Values.listOrEmpty(data)) {
            String key = Values.text(Values.mapOrEmpty(row).get(idField));
            if (row instanceof Map && (key == null || seen.add(key))) {
                rows.add(row);
            } else {
                mocks.note(at, "a row of the data bucket is left out: no object, or its " + idField + " stands twice");
            }
        }
        String base = MockList.slug(path.substring(path.lastIndexOf('/') + 1)).replace('-', '_');
        String name = base;
        for (int n = 2; !tableNames.add(name); n++) {
            name = base + "_" + n;
        }
        Map<String, Object> table = new LinkedHashMap<>();
        table.put("name", name);
        table.put("idField", idField);
        table.put("seedData", rows);
        tables.add(table);
        String one = path.equals("/") ? "/{id}" : path + "/{id}";
        bound("GET", path, name, "list");
        bound("POST", path, name, "create");
        bound("GET", one, name, "get");
        bound("PUT", one, name, "update");
        bound("PATCH", one, name, "patch");
        bound("DELETE", one, name, "delete");
    }

    private void bound(String method, String path, String table, String action) {
        Map<String, Object> mock = mocks.add(table + " " + action, MockList.matcher(method, path), Map.of(), Map.of());
        Map<String, Object> http = Values.mapOrEmpty(mock.get("http"));
        http.remove("response");
        Map<String, Object> binding = new LinkedHashMap<>();
        binding.put("table", table);
        binding.put("action", action);
        http.put("statefulBinding", binding);
    }
}
