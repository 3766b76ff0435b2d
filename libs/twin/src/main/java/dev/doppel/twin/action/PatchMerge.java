package dev.doppel.twin.action;

import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.value.Names;
import dev.doppel.twin.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Merging a patch into a row (spec 1.7): replace by property, free maps key by key, empty text unsets where allowed. */
final class PatchMerge {
    private PatchMerge() {}

    static Map<String, Object> merge(
            Map<String, Object> old,
            Map<String, Object> patch,
            Target target,
            @Nullable Map<String, Object> requestSchema,
            boolean form) {
        Map<String, Object> out = new LinkedHashMap<>(old);
        Map<String, Object> answer = target.itemSchema();
        patch.forEach((name, value) -> {
            if (name.equals(target.table().idField())
                    || Set.of("createdAt", "updatedAt", "id").contains(name)) {
                return;
            }
            Map<String, Object> declared = target.schemas().property(answer, name);
            Map<String, Object> asked = asked(target.schemas(), requestSchema, name);
            boolean free = declared != null
                    ? target.schemas().freeMap(declared)
                    : target.schemas().freeMap(asked);
            if (free && value instanceof Map<?, ?> m) {
                Map<String, Object> merged = new LinkedHashMap<>(Values.mapOrEmpty(old.get(name)));
                Values.mapOrEmpty(m).forEach((k, v) -> {
                    if ("".equals(v) || v == null) {
                        merged.remove(k);
                    } else {
                        merged.put(k, v);
                    }
                });
                out.put(name, merged);
            } else if (free && (value == null || "".equals(value))) {
                out.put(name, new LinkedHashMap<String, Object>());
            } else if (form && "".equals(value) && (unsets(declared, asked) || unsetsAll(target, declared))) {
                out.put(name, null);
            } else {
                out.put(name, value);
            }
        });
        return out;
    }

    /** The request's schema of a property, also under the spelling that requests use ({@code Body} for {@code body}). */
    private static @Nullable Map<String, Object> asked(
            Schemas schemas, @Nullable Map<String, Object> request, String name) {
        if (request == null) {
            return null;
        }
        Map<String, Object> direct = schemas.property(request, name);
        if (direct != null) {
            return direct;
        }
        for (String key :
                Values.mapOrEmpty(schemas.object(request).get("properties")).keySet()) {
            if (Names.snake(key).equals(name)) {
                return schemas.property(request, key);
            }
        }
        return null;
    }

    private static boolean unsets(@Nullable Map<String, Object> declared, @Nullable Map<String, Object> asked) {
        if (asked != null) {
            return Schemas.nullable(asked)
                    || Values.listOrEmpty(asked.get("enum")).contains("");
        }
        return declared != null && Schemas.nullable(declared);
    }

    /** {@code x-emptyUnsets} of the table: an empty text means null wherever null may stand. */
    private static boolean unsetsAll(Target target, @Nullable Map<String, Object> declared) {
        return Boolean.TRUE.equals(target.table().raw().get("x-emptyUnsets"))
                && (declared == null || Schemas.nullable(declared));
    }

    /** On create: members of free maps that are empty text are left out. */
    static Map<String, Object> created(Map<String, Object> input, Target target) {
        Map<String, Object> answer = target.itemSchema();
        Map<String, Object> out = new LinkedHashMap<>(input);
        input.forEach((name, value) -> {
            Map<String, Object> declared = target.schemas().property(answer, name);
            if (value instanceof Map<?, ?> m
                    && declared != null
                    && target.schemas().freeMap(declared)) {
                Map<String, Object> kept = new LinkedHashMap<>(Values.mapOrEmpty(m));
                kept.values().removeIf(v -> "".equals(v));
                out.put(name, kept);
            } else if ("".equals(value) && unsetsAll(target, declared)) {
                out.put(name, null);
            }
        });
        return out;
    }
}
