package dev.doppel.twin.export;

import dev.doppel.twin.engine.Catalog;
import dev.doppel.twin.engine.Mock;
import dev.doppel.twin.load.Problem;
import dev.doppel.twin.openapi.ApiOperation;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An OpenAPI 3.0.3 document of everything served: operations of 3.0 documents as they stand, with the components that they name (under another
 * name where two documents use one); all other mocks with their answer as the example. 3.1 when an imported document is.
 */
final class OpenApiExport {
    private final Catalog catalog;
    private final Map<String, Object> components = new LinkedHashMap<>();
    /** New reference by old one, for each document. */
    private final Map<Object, Map<String, String>> moved = new IdentityHashMap<>();

    private final List<Problem> losses;
    private boolean newer;

    private OpenApiExport(Catalog catalog, List<Problem> losses) {
        this.catalog = catalog;
        this.losses = losses;
    }

    /** @param losses gets a warning for what one OpenAPI document cannot hold of the others */
    static Map<String, Object> of(Catalog catalog, List<Problem> losses) {
        OpenApiExport export = new OpenApiExport(catalog, losses);
        Map<String, Object> out = export.document();
        new DocumentLosses(losses).of(catalog, export.moved);
        return out;
    }

    private void lost(Sample s, String message) {
        boolean imported = s.mock().source() instanceof Mock.Imported;
        losses.add(new Problem(
                Problem.Severity.WARNING,
                "export-mock",
                s.mock().source() instanceof Mock.Imported i ? i.from().source() : "configuration",
                s.mock().source() instanceof Mock.Written w
                        ? w.spec().pointer()
                        : imported && s.mock().operation() != null
                                ? s.mock().operation().pointer()
                                : "",
                0,
                0,
                s.mock().id() + " is left out: " + message));
    }

    private Map<String, Object> document() {
        Map<String, Object> paths = new LinkedHashMap<>();
        for (Sample s : Sample.all(catalog)) {
            String path = s.path("{", "}");
            Map<String, Object> item = new LinkedHashMap<>(Values.mapOrEmpty(paths.get(path)));
            String method = s.method().toLowerCase(java.util.Locale.ROOT);
            if (path.contains("*")) {
                lost(s, "OpenAPI has no * in paths");
                continue;
            }
            if (item.containsKey(method)) {
                lost(s, "an OpenAPI document has one operation for " + s.method() + " " + path);
                continue;
            }
            if (s.body().length > 0 && s.text() == null && s.mock().operation() == null) {
                lost(s, "its answer alone, which is no text");
            }
            ApiOperation operation = s.mock().operation();
            boolean whole = operation != null && !operation.document().swagger2();
            item.put(method, operation != null && whole ? imported(s, operation) : example(s));
            paths.put(path, item);
        }
        Map<String, Object> info = new LinkedHashMap<>();
        String name = catalog.config().name();
        info.put("title", name.isEmpty() ? "Twin" : name);
        info.put("version", "1.0.0");
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("openapi", newer ? "3.1.0" : "3.0.3");
        out.put("info", info);
        out.put("paths", paths);
        if (!components.isEmpty()) {
            out.put("components", components);
        }
        return out;
    }

    private Object imported(Sample s, ApiOperation operation) {
        Object document = operation.document();
        newer |= Values.show(operation.document().root().get("openapi")).startsWith("3.1");
        Map<String, Object> out =
                new LinkedHashMap<>(Values.mapOrEmpty(moved(Values.copy(operation.raw()), operation, document, 0)));
        List<Object> parameters = new ArrayList<>();
        operation.parameters().forEach(p -> parameters.add(moved(Values.copy(p), operation, document, 0)));
        if (!parameters.isEmpty()) {
            out.put("parameters", parameters);
        }
        if (s.mock().operationId() != null) {
            out.put("operationId", s.mock().operationId());
        }
        out.remove("security");
        return out;
    }

    /** The node with its references leading into our components, which it fills as it goes. */
    private @Nullable Object moved(@Nullable Object node, ApiOperation operation, Object document, int depth) {
        if (depth > Json.MAX_DEPTH) {
            return null;
        }
        if (node instanceof List<?> list) {
            List<Object> out = new ArrayList<>();
            list.forEach(v -> out.add(moved(v, operation, document, depth + 1)));
            return out;
        }
        if (!(node instanceof Map<?, ?> map)) {
            return node;
        }
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach((k, v) -> out.put(
                String.valueOf(k),
                "$ref".equals(k) && v instanceof String ref
                        ? reference(ref, operation, document)
                        : moved(v, operation, document, depth + 1)));
        return out;
    }

    private String reference(String ref, ApiOperation operation, Object document) {
        Map<String, String> known = moved.computeIfAbsent(document, d -> new HashMap<>());
        String done = known.get(ref);
        Object target = operation.document().target(ref);
        if (done != null || target == null) {
            return done == null ? ref : done;
        }
        String[] parts = ref.substring(ref.indexOf('#') + 1).split("/");
        String kind = parts.length == 4 && parts[1].equals("components") ? parts[2] : "schemas";
        String name = parts.length == 0 ? "x" : parts[parts.length - 1];
        Map<String, Object> group =
                Values.mapOrEmpty(components.computeIfAbsent(kind, k -> new LinkedHashMap<String, Object>()));
        String free = name;
        for (int n = 2; group.containsKey(free); n++) {
            free = name + "_" + n;
        }
        String fresh = "#/components/" + kind + "/" + free;
        known.put(ref, fresh);
        group.put(free, Map.of());
        Object moved = moved(Values.copy(target), operation, document, 0);
        group.put(free, moved == null ? Map.of() : moved);
        return fresh;
    }

    private Map<String, Object> example(Sample s) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("description", "as mocked");
        String type = Collections.type(s);
        if (s.body().length > 0) {
            String bare = type.isEmpty() ? "application/octet-stream" : type;
            response.put("content", Map.of(bare, Map.of("example", body(s, bare))));
        }
        List<Object> parameters = new ArrayList<>();
        var template = s.mock().route().path();
        if (template != null) {
            template.names().forEach(n -> parameters.add(parameter(n, "path", true)));
        }
        s.query().keySet().forEach(n -> parameters.add(parameter(n, "query", true)));
        Map<String, Object> out = new LinkedHashMap<>();
        out.put(
                "operationId",
                s.mock().operationId() == null ? s.mock().id() : s.mock().operationId());
        out.put("summary", s.title());
        if (!parameters.isEmpty()) {
            out.put("parameters", parameters);
        }
        out.put("responses", Map.of(String.valueOf(s.status()), response));
        return out;
    }

    private static Object body(Sample s, String type) {
        String text = s.text();
        if (text == null) {
            return "";
        }
        try {
            Object value = type.contains("json") ? Json.parse(text) : text;
            return value == null ? text : value;
        } catch (ValueSyntaxException e) {
            return text;
        }
    }

    private static Map<String, Object> parameter(String name, String in, boolean required) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", name);
        out.put("in", in);
        out.put("required", required);
        out.put("schema", Map.of("type", "string"));
        return out;
    }
}
