package dev.doppel.twin.generate;

import dev.doppel.twin.openapi.OperationShape;
import dev.doppel.twin.schema.SchemaValidator;
import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.value.Names;
import dev.doppel.twin.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a made answer repeats of its request (spec 3.3). */
public final class Echo {
    private Echo() {}

    /**
     * A copy of the body with the id of the path, the list's own url and, when {@code input} is given, the request's scalars.
     *
     * @param parameter name of the path's last parameter when the path ends in it, else null
     */
    public static @Nullable Object apply(
            Schemas schemas,
            OperationShape shape,
            @Nullable Object body,
            @Nullable String parameter,
            @Nullable String id,
            String path,
            @Nullable Map<String, Object> input) {
        Map<String, Object> map = Values.map(body);
        if (map == null) {
            return body;
        }
        Map<String, Object> schema = shape.successSchema();
        Map<String, Object> out = new LinkedHashMap<>(map);
        if (parameter != null && id != null) {
            for (String name : List.of("id", Names.snake(parameter), "sid")) {
                if (out.get(name) instanceof String && allowed(schemas, schema, name, id)) {
                    out.put(name, id);
                    break;
                }
            }
        }
        if (out.get("url") instanceof String
                && (out.get("data") instanceof List || "list".equals(out.get("object")))
                && allowed(schemas, schema, "url", path)) {
            out.put("url", path);
        }
        if (input != null) {
            input.forEach((name, value) -> {
                if (out.containsKey(name) && Values.text(value) != null && allowed(schemas, schema, name, value)) {
                    out.put(name, value);
                }
            });
        }
        return out;
    }

    private static boolean allowed(Schemas schemas, @Nullable Map<String, Object> schema, String name, Object value) {
        Map<String, Object> property = schemas.property(schema, name);
        return property == null || SchemaValidator.valid(schemas, property, value, true);
    }
}
