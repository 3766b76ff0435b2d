package dev.doppel.runner.variable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.template.VariableLookup;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The variables that one test sees, nearest first: set in this test, declared by the test, declared by the definition, set in an earlier
 * test (spec 6.1). Thread-safe.
 */
public final class Variables implements VariableLookup {
    private final Map<String, JsonNode> set = new LinkedHashMap<>();
    private final Map<String, JsonNode> ofTest;
    private final Map<String, JsonNode> ofDefinition;
    private final Map<String, JsonNode> earlier;
    private final TreeSet<String> borrowed = new TreeSet<>();

    /**
     * The variables at the start of a test.
     *
     * @param earlier values that earlier tests set
     */
    public Variables(Map<String, JsonNode> ofTest, Map<String, JsonNode> ofDefinition, Map<String, JsonNode> earlier) {
        this.ofTest = Map.copyOf(ofTest);
        this.ofDefinition = Map.copyOf(ofDefinition);
        this.earlier = Map.copyOf(earlier);
    }

    /** Sets values in this test; the last writer wins. */
    public synchronized void put(Map<String, JsonNode> values) {
        set.putAll(values);
    }

    @Override
    public synchronized Optional<JsonNode> find(String name) {
        for (Map<String, JsonNode> scope : java.util.List.of(set, ofTest, ofDefinition)) {
            JsonNode value = scope.get(name);
            if (value != null) {
                return Optional.of(value);
            }
        }
        JsonNode old = earlier.get(name);
        if (old != null) {
            borrowed.add(name);
        }
        return Optional.ofNullable(old);
    }

    @Override
    public synchronized Collection<String> names() {
        return new TreeSet<>(all().keySet());
    }

    /** All that is visible, by name. */
    public synchronized Map<String, JsonNode> all() {
        Map<String, JsonNode> all = new LinkedHashMap<>(earlier);
        all.putAll(ofDefinition);
        all.putAll(ofTest);
        all.putAll(set);
        return all;
    }

    /** What the next test may borrow: everything set so far. */
    public synchronized Map<String, JsonNode> handOn() {
        Map<String, JsonNode> all = new LinkedHashMap<>(earlier);
        all.putAll(set);
        return all;
    }

    /** Names that were found only among the values of earlier tests: a warning each. */
    public synchronized Collection<String> borrowed() {
        return new TreeSet<>(borrowed);
    }
}
