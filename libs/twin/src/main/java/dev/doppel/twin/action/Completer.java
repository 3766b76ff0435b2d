package dev.doppel.twin.action;

import dev.doppel.twin.config.Transforms;
import dev.doppel.twin.openapi.OperationShape;
import dev.doppel.twin.schema.Generator;
import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.value.Dice;
import dev.doppel.twin.value.Values;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members that a schema requires and a row lacks (spec 11, item 2). */
final class Completer {
    private Completer() {}

    static Map<String, Object> complete(Map<String, Object> item, Target target, Instant now) {
        Transforms.Complete mode = target.transforms().complete();
        Map<String, Object> schema = mode == Transforms.Complete.OFF ? null : target.itemSchema();
        if (schema == null) {
            return item;
        }
        Map<String, Object> example = mode == Transforms.Complete.NULLS ? Map.of() : example(target, schema);
        Map<String, Object> out = new LinkedHashMap<>(item);
        Map<String, Object> properties = Values.mapOrEmpty(schema.get("properties"));
        for (Object r : Values.listOrEmpty(schema.get("required"))) {
            String name = Values.show(r);
            if (out.containsKey(name)) {
                continue;
            }
            Map<String, Object> p = target.schemas().effective(properties.get(name));
            Object given = example.get(name);
            if (given != null && !personal(name, p)) {
                out.put(name, Values.copy(given));
            } else if (Schemas.nullable(p)) {
                out.put(name, null);
            } else if (mode == Transforms.Complete.SCHEMA) {
                out.put(
                        name,
                        new Generator(target.schemas(), Generator.Style.FULL, now, Dice.seed(0, name), Map.of())
                                .generate(properties.get(name)));
            }
        }
        return out;
    }

    /** Ids, dates and addresses of an example belong to the example alone. */
    private static boolean personal(String name, Map<String, Object> schema) {
        String format = Values.show(schema.get("format"));
        return name.equals("id")
                || name.equals("sid")
                || name.endsWith("_id")
                || name.endsWith("_sid")
                || name.contains("date")
                || name.endsWith("uri")
                || name.endsWith("url")
                || name.equals("created")
                || format.startsWith("date")
                || format.equals("uri")
                || format.equals("unix-time");
    }

    private static Map<String, Object> example(Target target, Map<String, Object> schema) {
        if (schema.get("example") instanceof Map<?, ?> m) {
            return Values.mapOrEmpty(m);
        }
        OperationShape shape = target.shape();
        String code = shape == null ? null : shape.successCode();
        OperationShape.Response response =
                shape == null || code == null ? null : shape.responses().get(code);
        if (response != null) {
            for (OperationShape.Media media : response.contents().values()) {
                @Nullable
                Object example = media.hasExample()
                        ? media.example()
                        : media.examples().isEmpty()
                                ? null
                                : media.examples().values().iterator().next();
                if (example instanceof Map<?, ?> m) {
                    return Values.mapOrEmpty(m);
                }
            }
        }
        return Map.of();
    }
}
