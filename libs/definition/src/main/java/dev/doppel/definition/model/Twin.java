package dev.doppel.definition.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stateful double of an outside API (spec 12.8).
 *
 * @param config path of its {@code mockd.yaml}, relative to the project root
 * @param origin item name of the callers it serves; null = any
 */
public record Twin(
        ItemHead head,
        List<Mock.Target> targets,
        String config,
        @Nullable String origin) implements Item {
    public Twin {
        targets = List.copyOf(targets);
    }
}
