package dev.doppel.definition.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stateful double of an outside API (spec 12.8).
 *
 * @param config path of its {@code mockd.yaml}, relative to the project root
 * @param origin item name of the callers it serves; null = any
 * @param env what its configuration may name as {@code ${NAME}}
 * @param files everything it is made of, {@code config} included, relative to the project root; empty before it was resolved
 */
public record Twin(
        ItemHead head,
        List<Mock.Target> targets,
        String config,
        @Nullable String origin,
        List<EnvVar> env,
        List<String> files)
        implements Item {
    public Twin {
        targets = List.copyOf(targets);
        env = List.copyOf(env);
        files = List.copyOf(files);
    }
}
