package dev.doppel.runner.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.TwinRows;
import dev.doppel.matching.json.Json;
import java.io.IOException;
import java.util.List;

/** What twins have said, as JSON. Pure. */
public final class Rows {
    private Rows() {}

    /** The value of a body; null for an empty one. Throws {@link Bodies.LostBody} when it cannot be had. */
    public static JsonNode json(CapturedBody body, Bodies bodies) {
        if (body.size() == 0) {
            return Json.nodes().nullNode();
        }
        try {
            return MessageCodec.json().readTree(bodies.bytes(body));
        } catch (IOException e) {
            throw new Bodies.LostBody("what a twin answered cannot be read: " + e.getMessage());
        }
    }

    /** {@code {item: {table: [rows]}}}; tables that could not be read are left out. */
    static ObjectNode byTable(List<TwinRows> all, Bodies bodies) {
        ObjectNode twins = Json.nodes().objectNode();
        for (TwinRows rows : all) {
            ObjectNode twin = twins.withObjectProperty(rows.twin());
            if (rows.error() == null) {
                twin.set(rows.table(), json(rows.rows(), bodies));
            }
        }
        return twins;
    }
}
