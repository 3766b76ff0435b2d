package dev.doppel.examples.shop.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object: members in the order written; values are text, Long, Double, Boolean, null, lists and maps.
 * Getters for required members throw {@link JsonException} naming the member. Immutable once it is shared.
 */
public record JsonObject(Map<String, @Nullable Object> members) {

    public static JsonObject of(Object... namesAndValues) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new JsonObject(members);
    }

    public JsonObject with(String name, Object value) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(members);
        copy.put(name, value);
        return new JsonObject(copy);
    }

    public String text(String name) {
        return findText(name).orElseThrow(() -> new JsonException(name + " must be a text"));
    }

    /** A text member, or a number as text; empty when absent, null or of another kind. */
    public Optional<String> findText(String name) {
        return switch (members.get(name)) {
            case String text -> Optional.of(text);
            case Long number -> Optional.of(number.toString());
            case null, default -> Optional.empty();
        };
    }

    public long number(String name) {
        return members.get(name) instanceof Long number ? number : fail(name + " must be a whole number");
    }

    public JsonObject object(String name) {
        return find(name).orElseThrow(() -> new JsonException(name + " must be an object"));
    }

    public Optional<JsonObject> find(String name) {
        return members.get(name) instanceof Map<?, ?> map ? Optional.of(cast(map)) : Optional.empty();
    }

    public List<JsonObject> objects(String name) {
        if (!(members.get(name) instanceof List<?> list)) {
            throw new JsonException(name + " must be a list");
        }
        return list.stream()
                .map(element -> element instanceof Map<?, ?> map
                        ? cast(map)
                        : JsonObject.<JsonObject>fail(name + " must hold objects only"))
                .toList();
    }

    private static <T> T fail(String message) {
        throw new JsonException(message);
    }

    @SuppressWarnings("unchecked")
    private static JsonObject cast(Map<?, ?> map) {
        return new JsonObject((Map<String, @Nullable Object>) map);
    }

    @Override
    public String toString() {
        return Json.write(this);
    }
}
