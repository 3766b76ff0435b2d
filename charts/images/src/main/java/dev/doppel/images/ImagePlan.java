package dev.doppel.images;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an image is made of. Immutable.
 *
 * @param name repository and tag
 * @param layers directory in the image to directory here, from the least changing to the most changing
 * @param entrypoint program and arguments
 * @param user numeric user and group
 * @param port that it serves, 0 for none
 * @param environment variables
 * @param train whether the JVM's loading at start is worth recording
 */
record ImagePlan(
        String name,
        Map<String, Path> layers,
        List<String> entrypoint,
        int user,
        int port,
        Map<String, String> environment,
        boolean train) {
    /** Where an application lies in its image. */
    static final String APP = "/app";
    /** What was recorded of its start. */
    static final String CACHE = "/aot/app.aot";

    ImagePlan {
        layers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(layers));
        entrypoint = List.copyOf(entrypoint);
        environment = Map.copyOf(environment);
    }

    /** The repository's last word, such as {@code mock-svc}. */
    String shortName() {
        String path = name.substring(0, name.lastIndexOf(':'));
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The command that records, instead of using, what its JVM loads. */
    List<String> training() {
        return entrypoint.stream()
                .map(word -> word.equals("-XX:AOTCache=" + CACHE) ? "-XX:AOTCacheOutput=" + CACHE : word)
                .toList();
    }
}
