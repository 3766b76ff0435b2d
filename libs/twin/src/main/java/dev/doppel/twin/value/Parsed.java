package dev.doppel.twin.value;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed document: its value and, where wanted, the position of each node by JSON pointer ("" is the root). */
public record Parsed(@Nullable Object value, Map<String, Position> positions, List<String> warnings) {}
