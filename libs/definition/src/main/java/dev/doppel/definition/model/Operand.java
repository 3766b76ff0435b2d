package dev.doppel.definition.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.value.Transform;
import org.jspecify.annotations.Nullable;

/** The expected side of a comparison. */
public sealed interface Operand {
    /** For operators that take none. */
    record None() implements Operand {}

    /** Any JSON; texts at any depth may hold run-time expressions. A {@code {literal: ...}} wrapper is already gone. */
    record Literal(JsonNode value) implements Operand {}

    /** A value read from the root document; a missing path fails the assertion. */
    record FromPath(String path, @Nullable Transform transform) implements Operand {}
}
