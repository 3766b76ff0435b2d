package dev.doppel.matching.value;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.path.PathResult;
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
        throw new UnsupportedOperationException();
    }

    /** Outcome of a transform. */
    public sealed interface Transformed {
        /** Done. */
        record Value(JsonNode node) implements Transformed {}

        /** Not possible; the message names the transform and both types, or the missing path. */
        record Unsuitable(String message) implements Transformed {}
    }
}
