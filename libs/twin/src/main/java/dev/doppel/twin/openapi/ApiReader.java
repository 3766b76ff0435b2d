package dev.doppel.twin.openapi;

import com.google.re2j.Pattern;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists a document's operations and checks what must hold for serving it. Structure that cannot be served is an error with its pointer;
 * oddities are warnings named {@code missing-operation-id}, {@code duplicate-operation-id}, {@code undeclared-path-parameter},
 * {@code no-responses}, {@code unsupported-pattern}, {@code remote-ref}, {@code circular-ref}, {@code same-path}, {@code wrong-type},
 * {@code odd-status}, {@code broken-parameter}, {@code parameter-without-schema}, {@code query-in-path}.
 */
public final class ApiReader {
    static final List<String> METHODS = List.of("get", "post", "put", "delete", "patch", "head", "options");
    private static final Pattern STATUS = Pattern.compile("[1-5]([0-9]{2}|[Xx]{2})|default|x-.*");
    private static final List<String> PLACES = List.of("path", "query", "header", "cookie", "body", "formData");
    private static final Set<String> DATA_KEYS =
            Set.of("example", "examples", "default", "enum", "const", "x-examples");

    private final ApiDocument doc;
    private final Problems problems;
    private final KindCheck kinds;
    private int refProblems;

    private ApiReader(ApiDocument doc, Problems problems) {
        this.doc = doc;
        this.problems = problems;
        this.kinds = new KindCheck((pointer, message) -> warn("wrong-type", pointer, message));
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
            if (path.chars().anyMatch(c -> c == '?' || c == '#')) {
                warn("query-in-path", pointer, "a path has no query and no fragment; no request will match it");
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
            kinds.item(item, pointer);
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
        kinds.document(doc.root());
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
        kinds.operation(raw, pointer);
        Values.mapOrEmpty(raw.get("responses")).keySet().stream()
                .filter(code -> !STATUS.matcher(code).matches())
                .forEach(code -> warn(
                        "odd-status",
                        pointer + "/responses" + Values.pointerStep(code),
                        code + " is no status: 100 to 599, 1XX to 5XX or default; it is served as 200"));
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
        int shared = Values.listOrEmpty(item.get("parameters")).size();
        List<Object> parameters = operation.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Map<String, Object> param = doc.resolve(parameters.get(i));
            if (param == null) {
                continue;
            }
            if ("path".equals(param.get("in"))) {
                declared.add(Values.show(param.get("name")));
            }
            parameter(param, i < shared ? itemPointer + "/parameters/" + i : pointer + "/parameters/" + (i - shared));
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

    private void parameter(Map<String, Object> param, String pointer) {
        String name = Values.show(param.get("name"));
        String in = Values.show(param.get("in"));
        if (name.isEmpty() || !PLACES.contains(in)) {
            warn(
                    "broken-parameter",
                    pointer,
                    "the parameter \"" + name + "\" in \"" + in + "\" needs a name, and in: one of "
                            + String.join(", ", PLACES) + "; it is not looked at");
        } else if (Stream.of("schema", "content", "type").noneMatch(param::containsKey)) {
            warn("parameter-without-schema", pointer, "the parameter " + name + " has no schema; any text is accepted");
        }
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
        } else if (circular(ref)) {
            refProblems++;
            warn(
                    "circular-ref",
                    pointer + "/$ref",
                    "refers to " + ref + ", which leads back to itself; anything is accepted there");
        }
    }

    /** Whether a reference leads to references alone. */
    private boolean circular(String ref) {
        return Values.map(doc.target(ref)) instanceof Map<String, Object> target
                && target.get("$ref") instanceof String next
                && !next.contains("://")
                && doc.resolve(target) == null
                && doc.target(next) != null;
    }

    private void error(String pointer, String message) {
        problems.errorIn(doc.source(), "broken-document", pointer, message);
    }

    private void warn(String code, String pointer, String message) {
        problems.warnIn(doc.source(), code, pointer, message);
    }
}
