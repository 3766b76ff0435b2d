package dev.doppel.scheduler.store;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all instances of a run.
 *
 * @param projectRoot trusted directory of the project as seen by the platform; null when none was named or it is not trusted
 * @param maxParallel instances of this run alive at once
 * @param localImages how images are run without containers, first match wins
 * @param secrets values to mask wherever text is shown or stored
 */
public record RunOptions(
        @Nullable String projectRoot, int maxParallel, List<LocalImage> localImages, List<String> secrets) {
    public RunOptions {
        localImages = List.copyOf(localImages);
        secrets = List.copyOf(secrets);
    }

    /**
     * One line of {@code local.yaml} (spec 12.7).
     *
     * @param match glob over image references
     * @param command program and arguments
     * @param workdir relative to the project root
     * @param env variables below the item's own
     */
    public record LocalImage(String match, List<String> command, String workdir, Map<String, String> env) {
        public LocalImage {
            command = List.copyOf(command);
            env = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(env));
        }
    }
}
