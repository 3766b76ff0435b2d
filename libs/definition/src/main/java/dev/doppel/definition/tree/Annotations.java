package dev.doppel.definition.tree;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What reading a tree found out about its nodes, by identity: which scalars mean another value than written, and which maps keep
 * their position in the resolved document. Not thread-safe.
 */
public final class Annotations {
    static final Annotations NONE = new Annotations();

    private final Map<ScalarNode, JsonNode> replaced = new IdentityHashMap<>();
    private final Set<MapNode> placed = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The scalar stands for this value. */
    public void replace(ScalarNode scalar, JsonNode value) {
        replaced.put(scalar, value);
    }

    /** The map's position matters later. */
    public void keepPlace(MapNode map) {
        placed.add(map);
    }

    JsonNode replacement(ScalarNode scalar) {
        return replaced.getOrDefault(scalar, scalar.value());
    }

    boolean keepsPlace(MapNode map) {
        return placed.contains(map);
    }
}
