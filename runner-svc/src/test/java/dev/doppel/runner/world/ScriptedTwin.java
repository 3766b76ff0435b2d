package dev.doppel.runner.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.request.TwinCommand;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What a twin is to a runner: one table {@code tasks} of rows by id, and the operations of definition spec 12.9. Confined to its world. */
final class ScriptedTwin {
    private final Map<String, ObjectNode> rows = new LinkedHashMap<>();
    private final Map<String, Map<String, ObjectNode>> snapshots = new HashMap<>();
    private int made;

    ScriptedTwin() {
        seed();
    }

    private void seed() {
        rows.clear();
        put(JsonNodeFactory.instance.objectNode().put("id", "t1").put("title", "sweep"));
    }

    private ObjectNode put(ObjectNode row) {
        rows.put(row.get("id").asText(), row);
        return row;
    }

    /** The table's rows, or null when there is no such table. */
    ArrayNode list(String table) {
        if (!table.equals("tasks")) {
            return null;
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        rows.values().forEach(row -> list.add(row.deepCopy()));
        return list;
    }

    /** The result; null for none. IllegalArgumentException with a text for the user when nothing came of it. */
    JsonNode perform(TwinCommand command) {
        if (command.table() != null && !command.table().equals("tasks")) {
            throw new IllegalArgumentException("there is no table " + command.table());
        }
        return switch (command.op()) {
            case LIST -> list("tasks");
            case GET -> need(command.row());
            case CREATE -> put(copy(command.data()).put("id", "made" + ++made));
            case PATCH -> put((ObjectNode) need(command.row()).setAll(copy(command.data())));
            case DELETE -> rows.remove(need(command.row()).get("id").asText());
            case RESET -> {
                seed();
                yield null;
            }
            case SNAPSHOT -> {
                Map<String, ObjectNode> kept = new LinkedHashMap<>();
                rows.forEach((id, row) -> kept.put(id, row.deepCopy()));
                snapshots.put(command.snapshot(), kept);
                yield null;
            }
            case RESTORE -> {
                rows.clear();
                rows.putAll(Objects.requireNonNull(snapshots.get(command.snapshot())));
                yield null;
            }
        };
    }

    private static ObjectNode copy(JsonNode data) {
        return ((ObjectNode) data).deepCopy();
    }

    private ObjectNode need(String id) {
        ObjectNode row = rows.get(id);
        if (row == null) {
            throw new IllegalArgumentException("there is no row " + id);
        }
        return row;
    }
}
