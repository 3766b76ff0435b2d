package dev.doppel.matching.value;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.path.Generation;
import dev.doppel.matching.path.Path;
import dev.doppel.matching.path.PathKind;
import dev.doppel.matching.path.PathResult;
import dev.doppel.matching.path.PathScope;
import dev.doppel.matching.path.PathSyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the actual value of an assertion comes from (spec 7.6). Immutable. */
public sealed interface Source {
    /** Keys of an assertion of which exactly one is given. */
    List<String> KEYS = List.of("path", "count", "type", "keys", "values", "entries");

    /** The value at a path, transformed when asked. */
    record AtPath(Path path, @Nullable Transform transform) implements Source {}

    /** A value that is already there: a path that was exactly one expression (spec 6.3). */
    record Constant(JsonNode node) implements Source {}

    /** The actual value, or why it cannot be had. */
    sealed interface Outcome {
        /** Found or missing; a missing path stays missing, except that its type is {@code undefined}. */
        record Actual(PathResult result) implements Outcome {}

        /** A transform on an unsuitable value. */
        record Unsuitable(String message) implements Outcome {}
    }

    /** Paths of the old generation compare texts ignoring case. */
    default Generation generation() {
        return this instanceof AtPath(Path path, Transform t) ? path.generation() : Generation.NEW;
    }

    /** Evaluates. */
    default Outcome evaluate(PathScope scope) {
        return switch (this) {
            case Constant(JsonNode node) -> new Outcome.Actual(new PathResult.Found(node));
            case AtPath at ->
                at.transform() == null
                        ? new Outcome.Actual(scope.evaluate(at.path()))
                        : transformed(at.transform(), scope.evaluate(at.path()));
        };
    }

    /**
     * Reads the source of an assertion object.
     *
     * @throws AssertionSyntaxException when there is none, several, or one that cannot be read
     */
    static Source parse(JsonNode assertion) {
        List<String> given = KEYS.stream().filter(assertion::has).toList();
        if (given.size() != 1) {
            throw new AssertionSyntaxException("an assertion has exactly one of " + String.join(", ", KEYS)
                    + "; here are " + (given.isEmpty() ? "none" : String.join(", ", given)));
        }
        String key = given.getFirst();
        JsonNode value = assertion.path(key);
        if (!key.equals("path")) {
            return new AtPath(path(value, key), Transform.byName(key).orElseThrow());
        }
        return value.isObject() ? transformedPath(value) : new AtPath(path(value, key), null);
    }

    private static Source transformedPath(JsonNode object) {
        if (!object.has("from") || !keysWithin(object, Set.of("from", "transform"))) {
            throw new AssertionSyntaxException("path as an object has the keys from and transform");
        }
        return new AtPath(path(object.path("from"), "path.from"), transformOf(object));
    }

    private static Path path(JsonNode text, String key) {
        if (!text.isTextual()) {
            throw new AssertionSyntaxException(key + " is a path as text; it is " + Values.described(text));
        }
        try {
            return Path.parse(text.textValue(), PathKind.VALUE);
        } catch (PathSyntaxException e) {
            throw new AssertionSyntaxException(key + ": " + e.getMessage());
        }
    }

    private static Outcome transformed(Transform transform, PathResult result) {
        if (result instanceof PathResult.Missing && transform != Transform.TYPE) {
            return new Outcome.Actual(result);
        }
        return switch (transform.apply(result)) {
            case Transform.Transformed.Value(JsonNode node) -> new Outcome.Actual(new PathResult.Found(node));
            case Transform.Transformed.Unsuitable(String message) -> new Outcome.Unsuitable(message);
        };
    }

    /** The transform named in an object; null when the key is absent. */
    static @Nullable Transform transformOf(JsonNode object) {
        JsonNode name = object.get("transform");
        if (name == null) {
            return null;
        }
        return Transform.byName(name.asText())
                .orElseThrow(() ->
                        new AssertionSyntaxException("transform \"" + name.asText() + "\" is unknown; there are "
                                + String.join(
                                        ", ",
                                        List.of(Transform.values()).stream()
                                                .map(t -> t.name().toLowerCase(Locale.ROOT))
                                                .toList())));
    }

    /** Whether an object has no other keys. */
    static boolean keysWithin(JsonNode object, Set<String> keys) {
        return object.properties().stream().allMatch(e -> keys.contains(e.getKey()));
    }
}
