package dev.doppel.local.nativeimage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the native compiler would get for a service: the runner jar, its libraries, the arguments. Immutable.
 *
 * @param arguments of native-image
 * @param registered names of classes that reflection may look into
 * @param complete those of them whose constructors, fields and methods are all registered
 * @param resources patterns of resources that an executable has
 * @param files of our own jars, but for classes
 */
record NativeSources(
        List<String> arguments,
        Set<String> registered,
        Set<String> complete,
        List<Pattern> resources,
        Set<String> files) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param module the service's directory */
    static NativeSources of(Path module) throws IOException {
        Path directory = module.resolve("target/native-sources");
        if (!Files.isDirectory(directory)) {
            throw new IllegalStateException(directory + " is not there: ./verify -Pnightly makes it");
        }
        NativeSources sources = new NativeSources(
                List.of(Files.readString(directory.resolve("native-image.args")).split("\\s+")),
                new TreeSet<>(),
                new TreeSet<>(),
                new ArrayList<>(),
                new TreeSet<>());
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path jar : all.filter(file -> file.toString().endsWith(".jar")).toList()) {
                sources.read(jar);
            }
        }
        return sources;
    }

    private void read(Path jar) throws IOException {
        String called = jar.getFileName().toString();
        boolean ours = called.startsWith("dev.doppel.") || called.endsWith("-runner.jar");
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                String name = entry.getName();
                if (ours && !name.endsWith(".class") && !name.endsWith("/")) {
                    files.add(name);
                }
                if (name.startsWith("META-INF/native-image/")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        if (name.endsWith("reflect-config.json")) {
                            JSON.readTree(in)
                                    .forEach(one ->
                                            register(one, one.path("name").asText()));
                        } else if (name.endsWith("reachability-metadata.json")) {
                            metadata(JSON.readTree(in));
                        } else if (name.endsWith("resource-config.json")) {
                            JSON.readTree(in)
                                    .at("/resources/includes")
                                    .forEach(one -> resources.add(
                                            Pattern.compile(one.path("pattern").asText())));
                        }
                    }
                }
            }
        }
    }

    private void metadata(JsonNode whole) {
        whole.path("reflection").forEach(one -> register(one, one.path("type").asText()));
        for (JsonNode one : whole.path("resources")) {
            if (one.has("glob")) {
                resources.add(Pattern.compile(one.path("glob")
                        .asText()
                        .replace(".", "\\.")
                        .replace("**", "\u0000")
                        .replace("*", "[^/]*")
                        .replace("\u0000", ".*")));
            }
        }
    }

    private void register(JsonNode one, String name) {
        registered.add(name);
        boolean all = one.path("allDeclaredConstructors").asBoolean()
                && one.path("allDeclaredMethods").asBoolean()
                && one.path("allDeclaredFields").asBoolean();
        if (all) {
            complete.add(name);
        }
    }

    /** Whether an executable would have this resource. */
    boolean has(String resource) {
        return resources.stream().anyMatch(one -> one.matcher(resource).matches());
    }
}
