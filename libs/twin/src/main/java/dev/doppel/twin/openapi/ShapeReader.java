package dev.doppel.twin.openapi;

import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Works out an {@link OperationShape}. */
final class ShapeReader {
    private static final Set<String> NOT_SCHEMA = Set.of(
            "name",
            "in",
            "required",
            "description",
            "allowEmptyValue",
            "collectionFormat",
            "style",
            "explode",
            "example",
            "examples",
            "deprecated",
            "allowReserved");

    private final ApiDocument doc;
    private final ApiOperation operation;

    ShapeReader(ApiDocument doc, ApiOperation operation) {
        this.doc = doc;
        this.operation = operation;
    }

    OperationShape read() {
        Map<String, OperationShape.Param> params = new LinkedHashMap<>();
        Map<String, Map<String, Object>> bodies = new LinkedHashMap<>();
        boolean required = false;
        Map<String, Object> form = new LinkedHashMap<>();
        List<Object> formRequired = new ArrayList<>();
        boolean file = false;
        for (Object item : operation.parameters()) {
            Map<String, Object> p = doc.resolve(item);
            if (p == null) {
                continue;
            }
            String in = Values.show(p.get("in"));
            String name = Values.show(p.get("name"));
            boolean must = Boolean.TRUE.equals(p.get("required"));
            if (in.equals("body")) {
                required |= must;
                for (String type : types("consumes")) {
                    bodies.put(type, Values.mapOrEmpty(p.get("schema")));
                }
            } else if (in.equals("formData")) {
                form.put(name, bare(p));
                file |= "file".equals(p.get("type"));
                if (must) {
                    formRequired.add(name);
                }
            } else {
                params.put(in + " " + name, param(p, name, in, must));
            }
        }
        if (!form.isEmpty()) {
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("type", "object");
            schema.put("properties", form);
            schema.put("required", formRequired);
            bodies.put(file ? "multipart/form-data" : "application/x-www-form-urlencoded", schema);
            required |= !formRequired.isEmpty();
        }
        Map<String, Object> body = doc.resolve(operation.raw().get("requestBody"));
        if (body != null) {
            required |= Boolean.TRUE.equals(body.get("required"));
            Values.mapOrEmpty(body.get("content"))
                    .forEach((type, media) -> bodies.put(
                            type, Values.mapOrEmpty(Values.mapOrEmpty(media).get("schema"))));
        }
        Map<String, OperationShape.Response> responses = new LinkedHashMap<>();
        Values.mapOrEmpty(operation.raw().get("responses")).forEach((code, node) -> {
            Map<String, Object> r = doc.resolve(node);
            if (r != null && !code.startsWith("x-")) {
                responses.put(code, doc.swagger2() ? response2(r) : response(r));
            }
        });
        return new OperationShape(List.copyOf(params.values()), bodies, required, responses);
    }

    private OperationShape.Param param(Map<String, Object> p, String name, String in, boolean must) {
        Map<String, Object> schema = Values.map(p.get("schema"));
        if (schema == null && p.get("content") instanceof Map<?, ?> content && !content.isEmpty()) {
            schema = Values.map(
                    Values.mapOrEmpty(content.values().iterator().next()).get("schema"));
        }
        if (schema == null) {
            schema = doc.swagger2() ? bare(p) : Map.of();
        }
        String style = Values.show(p.get("style"));
        if (style.isEmpty()) {
            style = in.equals("query") || in.equals("cookie") ? "form" : "simple";
        }
        boolean explode = p.get("explode") instanceof Boolean b
                ? b
                : doc.swagger2() ? "multi".equals(p.get("collectionFormat")) : style.equals("form");
        return new OperationShape.Param(name, in, must || in.equals("path"), schema, style, explode);
    }

    private static Map<String, Object> bare(Map<String, Object> param) {
        Map<String, Object> out = new LinkedHashMap<>();
        param.forEach((k, v) -> {
            if (!NOT_SCHEMA.contains(k)) {
                out.put(k, v);
            }
        });
        if ("file".equals(out.get("type"))) {
            out.put("type", "string");
            out.put("format", "binary");
        }
        return out;
    }

    private List<String> types(String key) {
        List<Object> own = Values.listOrEmpty(operation.raw().get(key));
        List<Object> all = own.isEmpty() ? Values.listOrEmpty(doc.root().get(key)) : own;
        return all.isEmpty()
                ? List.of("application/json")
                : all.stream().map(Values::show).toList();
    }

    private OperationShape.Response response(Map<String, Object> r) {
        Map<String, OperationShape.Media> contents = new LinkedHashMap<>();
        Values.mapOrEmpty(r.get("content")).forEach((type, node) -> {
            Map<String, Object> media = Values.mapOrEmpty(node);
            Map<String, Object> examples = new LinkedHashMap<>();
            Values.mapOrEmpty(media.get("examples")).forEach((name, e) -> {
                Map<String, Object> example = doc.resolve(e);
                if (example != null && example.containsKey("value")) {
                    examples.put(name, example.get("value"));
                }
            });
            contents.put(
                    type,
                    new OperationShape.Media(
                            Values.map(media.get("schema")),
                            media.containsKey("example"),
                            media.get("example"),
                            examples));
        });
        return new OperationShape.Response(contents, headers(r));
    }

    private OperationShape.Response response2(Map<String, Object> r) {
        Map<String, OperationShape.Media> contents = new LinkedHashMap<>();
        Map<String, Object> examples = Values.mapOrEmpty(r.get("examples"));
        if (r.get("schema") != null) {
            for (String type : types("produces")) {
                Object example = examples.get(type);
                contents.put(
                        type,
                        new OperationShape.Media(
                                Values.map(r.get("schema")), examples.containsKey(type), example, Map.of()));
            }
        }
        return new OperationShape.Response(contents, headers(r));
    }

    private Map<String, Map<String, Object>> headers(Map<String, Object> r) {
        Map<String, Map<String, Object>> out = new LinkedHashMap<>();
        Values.mapOrEmpty(r.get("headers")).forEach((name, node) -> {
            @Nullable Map<String, Object> header = doc.resolve(node);
            if (header != null && !name.equalsIgnoreCase("Content-Type")) {
                out.put(name, header);
            }
        });
        return out;
    }
}
