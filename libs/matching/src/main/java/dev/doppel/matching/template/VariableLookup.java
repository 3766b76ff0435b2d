package dev.doppel.matching.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Optional;

/** The variables visible at one place, nearest scope first (spec 6.1). */
public interface VariableLookup {
    /** The value of that exact name; JSON null is a value. */
    Optional<JsonNode> find(String name);

    /** Names to list in an error. */
    Collection<String> names();
}
