package dev.doppel.contract.environment;

import dev.doppel.contract.blob.BlobRef;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One twin as the data plane needs it (definition spec 12.8).
 *
 * @param name item name
 * @param targets hosts it serves
 * @param origin item name, or null for any
 * @param config path of the twin's configuration among {@code files}
 * @param files every document it needs, by path relative to the project root
 * @param env what the configuration may name as {@code ${NAME}}; null when there is nothing
 */
public record TwinSpec(
        String name,
        List<String> targets,
        @Nullable String origin,
        String config,
        Map<String, BlobRef> files,
        @Nullable Map<String, String> env) {
    public TwinSpec {
        targets = List.copyOf(targets);
        files = Map.copyOf(files);
        env = env == null || env.isEmpty() ? null : Map.copyOf(env);
    }
}
