package dev.doppel.runner.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.matching.json.Json;

/**
 * A step's own request and response (spec 7.2). The nodes are not to be changed.
 *
 * @param responseTime milliseconds of the action
 */
public record OwnCall(ObjectNode request, ObjectNode response, long responseTime) {
    /** Of a step that asks nothing and is answered nothing. */
    public static OwnCall empty(long responseTime) {
        return new OwnCall(Json.nodes().objectNode(), Json.nodes().objectNode(), responseTime);
    }
}
