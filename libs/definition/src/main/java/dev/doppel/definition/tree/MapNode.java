package dev.doppel.definition.tree;

import dev.doppel.definition.model.SourceRef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map with text keys in written order. */
public record MapNode(SourceRef at, Map<String, Field> fields) implements Node {
    public MapNode {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** A value and where its key was written. */
    public record Field(SourceRef keyAt, Node value) {}

    public @Nullable Node get(String key) {
        Field field = fields.get(key);
        return field == null ? null : field.value();
    }

    public boolean has(String key) {
        return fields.containsKey(key);
    }

    /** A copy without the key. */
    public MapNode without(String key) {
        if (!fields.containsKey(key)) {
            return this;
        }
        Map<String, Field> copy = new LinkedHashMap<>(fields);
        copy.remove(key);
        return new MapNode(at, copy);
    }

    /** A copy in which the key has this value, at its old place or at the end. */
    public MapNode with(String key, Node value) {
        Map<String, Field> copy = new LinkedHashMap<>(fields);
        Field old = copy.get(key);
        copy.put(key, new Field(old == null ? value.at() : old.keyAt(), value));
        return new MapNode(at, copy);
    }

    /** A copy overlaid by the keys of the other: shallow, the other wins (spec 1.6). Keeps this node's place. */
    public MapNode overlaidBy(MapNode other) {
        Map<String, Field> copy = new LinkedHashMap<>(fields);
        copy.putAll(other.fields);
        return new MapNode(at, copy);
    }

    public MapNode at(SourceRef place) {
        return new MapNode(place, fields);
    }

    @Override
    public String kind() {
        return "a map";
    }
}
