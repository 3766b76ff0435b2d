package dev.doppel.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.definition.model.Definition;

/** The resolved document as services exchange it. */
public final class DefinitionJson {
    private DefinitionJson() {}

    /**
     * Reads a resolved document again, with the parser that validated it.
     *
     * @throws IllegalArgumentException when the document has errors; the message lists them
     */
    public static Definition read(JsonNode resolved) {
        throw new UnsupportedOperationException("not yet: " + resolved.getNodeType());
    }
}
