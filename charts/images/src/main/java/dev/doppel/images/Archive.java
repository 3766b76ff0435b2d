package dev.doppel.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An OCI archive on disk, unpacked as a container runtime would: its configuration, and its layers one over the other.
 *
 * @param entrypoint program and arguments
 * @param environment variables that it sets
 * @param user numeric user
 * @param root the file system
 * @param layers how many there are
 */
public record Archive(List<String> entrypoint, Map<String, String> environment, int user, Path root, int layers) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Copies. */
    public Archive {
        entrypoint = List.copyOf(entrypoint);
        environment = Map.copyOf(environment);
    }

    /**
     * Unpacks with the system's {@code tar}.
     *
     * @param directory is emptied first
     * @throws IOException when the archive is not of the OCI layout
     */
    public static Archive unpack(Path archive, Path directory) throws IOException {
        Trees.delete(directory);
        Path layout = Files.createDirectories(directory.resolve("layout"));
        Programs.run(List.of("tar", "-xf", archive.toString(), "-C", layout.toString()));
        JsonNode index = JSON.readTree(layout.resolve("index.json").toFile());
        JsonNode manifest = blob(layout, index.path("manifests").path(0));
        JsonNode config = blob(layout, manifest.path("config")).path("config");
        Path root = Files.createDirectories(directory.resolve("root"));
        for (JsonNode layer : manifest.path("layers")) {
            Programs.run(List.of(
                    "tar",
                    "--warning=no-unknown-keyword",
                    "-xzpf",
                    file(layout, layer).toString(),
                    "-C",
                    root.toString()));
        }
        List<String> entrypoint = new ArrayList<>();
        config.path("Entrypoint").forEach(word -> entrypoint.add(word.asText()));
        Map<String, String> environment = new HashMap<>();
        for (JsonNode one : config.path("Env")) {
            String[] both = one.asText().split("=", 2);
            environment.put(both[0], both[1]);
        }
        int user = Integer.parseInt(config.path("User").asText("0").split(":")[0]);
        return new Archive(
                entrypoint, environment, user, root, manifest.path("layers").size());
    }

    private static JsonNode blob(Path layout, JsonNode descriptor) throws IOException {
        return JSON.readTree(file(layout, descriptor).toFile());
    }

    private static Path file(Path layout, JsonNode descriptor) {
        return layout.resolve("blobs")
                .resolve(descriptor.path("digest").asText().replace(':', '/'));
    }
}
