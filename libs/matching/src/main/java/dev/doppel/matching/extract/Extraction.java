package dev.doppel.matching.extract;

import com.fasterxml.jackson.databind.JsonNode;

/** The outcome of an extraction. */
public sealed interface Extraction {
    /** The value to store, with its type. */
    record Value(JsonNode node) implements Extraction {}

    /**
     * Nothing to store: the step fails.
     *
     * @param retry whether later traffic could change it (a missing path or no regex match)
     */
    record Failed(String message, boolean retry) implements Extraction {}
}
