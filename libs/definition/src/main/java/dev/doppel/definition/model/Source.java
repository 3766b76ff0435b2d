package dev.doppel.definition.model;

import dev.doppel.matching.value.Transform;
import org.jspecify.annotations.Nullable;

/**
 * The actual value of an assertion.
 *
 * @param path raw, new or legacy, or one run-time expression whose value is the actual value
 * @param transform null = the value itself; the shorthands {@code count type keys values entries} and
 *     {@code path: {from, transform}} both end up here
 */
public record Source(String path, @Nullable Transform transform) {}
