package dev.doppel.definition.tree;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.definition.model.SourceRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trees to Jackson nodes and back. Numbers stay exact. */
public final class Json {
    /** The key that carries a map's position in a resolved document. */
    public static final String AT = "x-at";

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private Json() {}

    /** The plain value of a tree, without positions. */
    public static JsonNode of(Node node) {
        return of(node, Annotations.NONE);
    }

    /** The value of a tree with what reading it found out: converted scalars and maps whose position is kept. */
    public static JsonNode of(Node node, Annotations notes) {
        return switch (node) {
            case ScalarNode scalar -> notes.replacement(scalar);
            case ListNode list -> {
                ArrayNode array = NODES.arrayNode(list.items().size());
                list.items().forEach(item -> array.add(of(item, notes)));
                yield array;
            }
            case MapNode map -> {
                ObjectNode object = NODES.objectNode();
                map.fields().forEach((key, field) -> object.set(key, of(field.value(), notes)));
                if (notes.keepsPlace(map)) {
                    object.put(AT, map.at().toString());
                }
                yield object;
            }
        };
    }

    /** A tree of a resolved document; a node without {@code x-at} has the place of the map around it. */
    public static Node tree(JsonNode json, SourceRef around) {
        if (json.isArray()) {
            List<Node> items = new ArrayList<>(json.size());
            json.forEach(item -> items.add(tree(item, around)));
            return new ListNode(around, items);
        }
        if (json.isObject()) {
            JsonNode place = json.get(AT);
            SourceRef at = place != null && place.isTextual() ? SourceRef.parse(place.textValue()) : around;
            Map<String, MapNode.Field> fields = new LinkedHashMap<>();
            json.properties()
                    .forEach(entry -> fields.put(entry.getKey(), new MapNode.Field(at, tree(entry.getValue(), at))));
            return new MapNode(at, fields);
        }
        return new ScalarNode(around, json, json.asText(), false);
    }
}
