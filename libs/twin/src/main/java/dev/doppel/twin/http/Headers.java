package dev.doppel.twin.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Header fields in order, names compared without case; the first spelling of a name is kept. Not thread-safe while being built. */
public final class Headers {
    private record Field(String name, List<String> values) {}

    private final Map<String, Field> fields = new LinkedHashMap<>();

    public static Headers of(String... namesAndValues) {
        Headers headers = new Headers();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    public static Headers copyOf(Headers other) {
        Headers out = new Headers();
        other.asMap().forEach((name, values) -> values.forEach(v -> out.add(name, v)));
        return out;
    }

    public Headers add(String name, String value) {
        fields.computeIfAbsent(name.toLowerCase(Locale.ROOT), k -> new Field(name, new ArrayList<>(1)))
                .values()
                .add(value);
        return this;
    }

    public Headers set(String name, String value) {
        fields.remove(name.toLowerCase(Locale.ROOT));
        return add(name, value);
    }

    public Headers setIfAbsent(String name, String value) {
        return has(name) ? this : add(name, value);
    }

    public Headers remove(String name) {
        fields.remove(name.toLowerCase(Locale.ROOT));
        return this;
    }

    public boolean has(String name) {
        return fields.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** The first value, or null. */
    public @Nullable String first(String name) {
        Field field = fields.get(name.toLowerCase(Locale.ROOT));
        return field == null ? null : field.values().getFirst();
    }

    public Collection<String> names() {
        return asMap().keySet();
    }

    /** Names as first spelt, with their values in order. */
    public Map<String, List<String>> asMap() {
        Map<String, List<String>> out = new LinkedHashMap<>();
        fields.values().forEach(f -> out.put(f.name(), List.copyOf(f.values())));
        return out;
    }

    @Override
    public String toString() {
        return asMap().toString();
    }
}
