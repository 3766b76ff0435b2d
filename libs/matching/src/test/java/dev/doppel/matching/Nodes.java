package dev.doppel.matching;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.json.Json;

/** JSON for tests, with single quotes for double ones. */
public final class Nodes {
    private Nodes() {}

    /** Reads JSON in which strings may stand in single quotes. */
    public static JsonNode json(String text) {
        return Json.tryParse(text.replace('\'', '"'))
                .orElseThrow(() -> new IllegalArgumentException("no JSON: " + text));
    }
}
