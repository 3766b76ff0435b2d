package dev.doppel.runner.variable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.template.VariableLookup;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Variables with what the blocks of a step would set on top, while nothing is decided yet; remembers whether a value was used that may
 * still change. Confined.
 */
public final class Overlay implements VariableLookup {
    private final Variables base;
    private final Map<String, JsonNode> own = new LinkedHashMap<>();
    private final Set<String> tentative = new HashSet<>();
    private boolean usedTentative;

    public Overlay(Variables base) {
        this.base = base;
    }

    /**
     * Sets values for the blocks that follow.
     *
     * @param firm whether they can no longer change
     */
    public void put(Map<String, JsonNode> values, boolean firm) {
        own.putAll(values);
        if (firm) {
            tentative.removeAll(values.keySet());
        } else {
            tentative.addAll(values.keySet());
        }
    }

    /** Says that a block may still set these, so that whoever looks for them looks too early. */
    public void expect(Collection<String> names) {
        tentative.addAll(names);
    }

    @Override
    public Optional<JsonNode> find(String name) {
        if (tentative.contains(name)) {
            usedTentative = true;
        }
        JsonNode value = own.get(name);
        return value != null ? Optional.of(value) : base.find(name);
    }

    @Override
    public Collection<String> names() {
        Set<String> all = new TreeSet<>(base.names());
        all.addAll(own.keySet());
        return all;
    }

    /** All that is visible; counts as a use of everything. */
    public Map<String, JsonNode> all() {
        Map<String, JsonNode> all = base.all();
        all.putAll(own);
        return all;
    }

    /** Whether some value may still change. */
    public boolean anyTentative() {
        return !tentative.isEmpty();
    }

    /** Whether a value that may still change was used since the last call. */
    public boolean takeUsedTentative() {
        boolean used = usedTentative;
        usedTentative = false;
        return used;
    }
}
