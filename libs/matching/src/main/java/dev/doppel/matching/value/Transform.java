package dev.doppel.matching.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.doppel.matching.form.FormBody;
import dev.doppel.matching.json.Json;
import dev.doppel.matching.path.PathResult;
import java.util.Locale;
import java.util.Optional;

/** Transforms of sources, values and extractions (spec 6.4, 7.6). */
public enum Transform {
    /** Elements of a list, keys of an object, code points of a text. */
    LENGTH,
    /** {@code string number boolean object array null undefined}; the only one defined for a missing path. */
    TYPE,
    /** Sorted keys of an object. */
    KEYS,
    /** Values of an object in the order of its sorted keys. */
    VALUES,
    /** {@code {key, value}} objects in the order of sorted keys. */
    ENTRIES;

    /** The word used in files. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its name in definitions; {@code count} is the shorthand's name for length. */
    public static Optional<Transform> byName(String name) {
        return switch (name) {
            case "length", "count" -> Optional.of(LENGTH);
            case "type" -> Optional.of(TYPE);
            case "keys" -> Optional.of(KEYS);
            case "values" -> Optional.of(VALUES);
            case "entries" -> Optional.of(ENTRIES);
            default -> Optional.empty();
        };
    }

    /** The transformed value or the reason why it cannot be. */
    public Transformed apply(PathResult input) {
        return switch (input) {
            case PathResult.Found(JsonNode node) -> apply(node);
            case PathResult.Missing missing ->
                this == TYPE
                        ? new Transformed.Value(Json.nodes().textNode("undefined"))
                        : new Transformed.Unsuitable(missing.reason());
        };
    }

    private Transformed apply(JsonNode given) {
        JsonNode node = given instanceof FormBody form && this != LENGTH && this != TYPE ? form.map() : given;
        return switch (this) {
            case TYPE -> new Transformed.Value(Json.nodes().textNode(Values.typeOf(node)));
            case LENGTH -> {
                if (node.isTextual()) {
                    String text = node.textValue();
                    yield new Transformed.Value(Json.nodes().numberNode(text.codePointCount(0, text.length())));
                }
                yield node.isContainerNode()
                        ? new Transformed.Value(Json.nodes().numberNode(node.size()))
                        : unsuitable("a list, an object or a text", node);
            }
            case KEYS, VALUES, ENTRIES ->
                node.isObject() ? new Transformed.Value(listOf(node)) : unsuitable("an object", node);
        };
    }

    private ArrayNode listOf(JsonNode object) {
        ArrayNode list = Json.nodes().arrayNode();
        for (String key : Values.sortedKeys(object)) {
            JsonNode value = object.path(key);
            switch (this) {
                case KEYS -> list.add(key);
                case VALUES -> list.add(value);
                case ENTRIES -> list.addObject().put("key", key).set("value", value);
                case LENGTH, TYPE -> throw new IllegalStateException("no list");
            }
        }
        return list;
    }

    private Transformed unsuitable(String wanted, JsonNode node) {
        return new Transformed.Unsuitable(text() + " needs " + wanted + ", the value is " + Values.described(node));
    }

    /** Outcome of a transform. */
    public sealed interface Transformed {
        /** Done. */
        record Value(JsonNode node) implements Transformed {}

        /** Not possible; the message names the transform and both types, or the missing path. */
        record Unsuitable(String message) implements Transformed {}
    }
}
