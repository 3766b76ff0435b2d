package dev.doppel.twin.openapi;

import dev.doppel.twin.load.Problems;
import dev.doppel.twin.value.SafePattern;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lists a document's operations and checks what must hold for serving it. Structure that cannot be served is an error with its pointer;
 * oddities are warnings named {@code missing-operation-id}, {@code duplicate-operation-id}, {@code undeclared-path-parameter},
 * {@code no-responses}, {@code unsupported-pattern}, {@code remote-ref}, {@code same-path}.
 */
public final class ApiReader {
    static final List<String> METHODS = List.of("get", "post", "put", "delete", "patch", "head", "options");
    private static final Set<String> DATA_KEYS =
            Set.of("example", "examples", "default", "enum", "const", "x-examples");

    private final ApiDocument doc;
    private final Problems problems;
    private int refProblems;

    private ApiReader(ApiDocument doc, Problems problems) {
        this.doc = doc;
        this.problems = problems;
    }

    /** Operations by path in lexicographic order, then by method in the order of spec 1.3. */
    public static List<ApiOperation> operations(ApiDocument doc, Problems problems) {
        return new ApiReader(doc, problems).list();
    }

    private List<ApiOperation> list() {
        List<ApiOperation> out = new ArrayList<>();
        Map<String, String> ids = new HashMap<>();
        Map<String, String> shapes = new HashMap<>();
        TreeMap<String, Object> paths =
                new TreeMap<>(Values.mapOrEmpty(doc.root().get("paths")));
        for (var entry : paths.entrySet()) {
            String path = entry.getKey();
            String pointer = "/paths" + Values.pointerStep(path);
            if (path.startsWith("x-")) {
                continue;
            }
            if (!path.startsWith("/")) {
                error(pointer, "a path must begin with \"/\"");
                continue;
            }
            Map<String, Object> item = doc.resolve(entry.getValue());
            if (item == null) {
                error(pointer, "a path item must be an object");
                continue;
            }
            String same = shapes.put(path.replaceAll("\\{[^}]*}", "{}"), path);
            if (same != null) {
                warn("same-path", pointer, "matches the same requests as " + same);
            }
            for (String method : METHODS) {
                if (!item.containsKey(method)) {
                    continue;
                }
                ApiOperation operation = operation(path, method, item, pointer, ids);
                if (operation != null) {
                    out.add(operation);
                }
            }
        }
        walk(doc.root(), "", 0);
        return out;
    }

    private @Nullable ApiOperation operation(
            String path, String method, Map<String, Object> item, String itemPointer, Map<String, String> ids) {
        String pointer = itemPointer + "/" + method;
        Map<String, Object> raw = Values.map(item.get(method));
        if (raw == null) {
            error(pointer, "an operation must be an object");
            return null;
        }
        if (!(raw.get("responses") instanceof Map<?, ?> responses)) {
            if (raw.get("responses") != null) {
                error(pointer + "/responses", "responses must be an object");
                return null;
            }
            warn("no-responses", pointer, "declares no responses; 200 with an empty body is served");
        } else if (responses.isEmpty()) {
            warn("no-responses", pointer, "declares no responses; 200 with an empty body is served");
        }
        String id = Values.text(raw.get("operationId"));
        if (id == null || id.isBlank()) {
            id = null;
            warn(
                    "missing-operation-id",
                    pointer,
                    "has no operationId; bind it as " + method.toUpperCase(java.util.Locale.ROOT) + " " + path);
        } else {
            String first = ids.putIfAbsent(id, pointer);
            if (first != null) {
                warn("duplicate-operation-id", pointer, "operationId " + id + " stands at " + first + " too");
            }
        }
        ApiOperation operation = new ApiOperation(doc, path, method, id, raw, item, pointer);
        Set<String> declared = new LinkedHashSet<>();
        for (Object p : operation.parameters()) {
            Map<String, Object> param = doc.resolve(p);
            if (param != null && "path".equals(param.get("in"))) {
                declared.add(Values.show(param.get("name")));
            }
        }
        for (String name : operation.pathNames()) {
            if (!declared.contains(name)) {
                warn(
                        "undeclared-path-parameter",
                        pointer,
                        "the path has {" + name + "} but no such parameter; it is text");
            }
        }
        return operation;
    }

    private void walk(@Nullable Object node, String pointer, int depth) {
        if (depth > 200 || refProblems > 50) {
            return;
        }
        if (node instanceof Map<?, ?> map) {
            for (var e : map.entrySet()) {
                String key = String.valueOf(e.getKey());
                if (key.equals("$ref") && e.getValue() instanceof String ref) {
                    checkRef(ref, pointer);
                } else if (key.equals("pattern")
                        && e.getValue() instanceof String regex
                        && !pointer.endsWith("/properties")) {
                    if (SafePattern.compile(regex) == null) {
                        refProblems++;
                        warn(
                                "unsupported-pattern",
                                pointer + "/pattern",
                                "the pattern is invalid, too large or uses look-around; it is not checked");
                    }
                } else if (!DATA_KEYS.contains(key)
                        || pointer.endsWith("/properties")
                        || pointer.endsWith("/schemas")) {
                    if (e.getValue() instanceof Map || e.getValue() instanceof List) {
                        walk(e.getValue(), pointer + Values.pointerStep(key), depth + 1);
                    }
                }
            }
        } else if (node instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                walk(list.get(i), pointer + "/" + i, depth + 1);
            }
        }
    }

    private void checkRef(String ref, String pointer) {
        if (ref.contains("://")) {
            refProblems++;
            warn(
                    "remote-ref",
                    pointer + "/$ref",
                    "refers to " + ref + ", which is not fetched; anything is accepted there");
        } else if (doc.target(ref) == null) {
            refProblems++;
            error(pointer + "/$ref", "refers to " + ref + ", which does not exist");
        }
    }

    private void error(String pointer, String message) {
        problems.errorIn(doc.source(), "broken-document", pointer, message);
    }

    private void warn(String code, String pointer, String message) {
        problems.warnIn(doc.source(), code, pointer, message);
    }
}
