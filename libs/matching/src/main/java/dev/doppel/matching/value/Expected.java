package dev.doppel.matching.value;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.path.Path;
import dev.doppel.matching.path.PathKind;
import dev.doppel.matching.path.PathResult;
import dev.doppel.matching.path.PathScope;
import dev.doppel.matching.path.PathSyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code value} of an assertion: itself, or a reference into the document (spec 7.6). Immutable. */
public sealed interface Expected {
    /** The value itself, also from the wrapper {@code {literal: ...}}. */
    record Literal(JsonNode node) implements Expected {}

    /** {@code {from: "$.path", transform?}}. */
    record Reference(Path path, @Nullable Transform transform) implements Expected {}

    /**
     * Reads a value whose expressions are evaluated.
     *
     * @throws AssertionSyntaxException for a reference with a path or transform that cannot be read
     */
    static Expected parse(JsonNode value) {
        if (!value.isObject()) {
            return new Literal(value);
        }
        if (value.size() == 1 && value.has("literal")) {
            return new Literal(value.path("literal"));
        }
        JsonNode from = value.get("from");
        if (from == null || !from.isTextual() || !Source.keysWithin(value, Set.of("from", "transform"))) {
            return new Literal(value);
        }
        try {
            return new Reference(Path.parse(from.textValue(), PathKind.ROOT), Source.transformOf(value));
        } catch (PathSyntaxException e) {
            throw new AssertionSyntaxException("value.from: " + e.getMessage()
                    + "; when the object itself is meant, wrap it: {literal: {from: ...}}");
        }
    }

    /** The value or why there is none. */
    default Transform.Transformed resolve(PathScope scope) {
        return switch (this) {
            case Literal(JsonNode node) -> new Transform.Transformed.Value(node);
            case Reference reference -> {
                Source.Outcome outcome = new Source.AtPath(reference.path(), reference.transform()).evaluate(scope);
                yield switch (outcome) {
                    case Source.Outcome.Unsuitable(String message) ->
                        new Transform.Transformed.Unsuitable(
                                "value from " + reference.path().text() + ": " + message);
                    case Source.Outcome.Actual(var result) ->
                        switch (result) {
                            case PathResult.Found(JsonNode node) -> new Transform.Transformed.Value(node);
                            case PathResult.Missing missing ->
                                new Transform.Transformed.Unsuitable("the value to compare with: " + missing.reason());
                        };
                };
            }
        };
    }
}
