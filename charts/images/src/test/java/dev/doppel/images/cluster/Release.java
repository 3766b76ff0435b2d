package dev.doppel.images.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The chart as Helm renders it with the evaluation's values: release {@code doppel} in {@value #NAMESPACE}. Immutable. */
record Release(List<JsonNode> objects) {
    static final String NAMESPACE = "doppel-system";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /**
     * Renders.
     *
     * @param chart directory of the chart
     * @param work for a copy whose hooks are ordinary objects: the library leaves hooks out of what it renders
     * @param values over those of the evaluation
     */
    static Release render(Path chart, Path work, String values) throws IOException {
        Path copy = work.resolve("doppel");
        try (Stream<Path> files = Files.walk(chart)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(chart.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.writeString(to, Files.readString(file).replace("\"helm.sh/hook", "\"doppel.test/hook"));
            }
        }
        Path own = Files.writeString(work.resolve("values.yaml"), values);
        String text = new Helm(copy)
                .template()
                .withName("doppel")
                .withNamespace(NAMESPACE)
                .withKubeVersion("1.30.0")
                .withValuesFile(copy.resolve("evaluation.yaml"))
                .withValuesFile(own)
                .call();
        List<JsonNode> objects = new ArrayList<>();
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            YAML.readValues(parser, JsonNode.class).forEachRemaining(objects::add);
        }
        return new Release(List.copyOf(objects));
    }

    JsonNode one(String kind, String name) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind)
                        && object.path("metadata").path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the chart renders no " + kind + " " + name));
    }

    /** The pod of the workload of that name, with a name of its own. */
    Pod pod(String name) {
        JsonNode found = objects.stream()
                .filter(object -> List.of("Deployment", "StatefulSet", "Job", "Pod")
                                .contains(object.path("kind").asText())
                        && object.path("metadata").path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the chart renders no pod of " + name));
        return new Pod(
                name + "-0",
                found.path("kind").asText().equals("Pod")
                        ? found
                        : found.path("spec").path("template"));
    }

    /**
     * A pod.
     *
     * @param template metadata and spec
     */
    record Pod(String name, JsonNode template) {
        JsonNode spec() {
            return template.path("spec");
        }

        /** Each of ours has one. */
        JsonNode container() {
            return spec().path("containers").path(0);
        }

        /** The archive of its image: the last word of its repository. */
        String archive() {
            String image = container().path("image").asText();
            String repository = image.substring(0, image.lastIndexOf(':'));
            return repository.substring(repository.lastIndexOf('/') + 1);
        }
    }

    static Map<String, String> strings(JsonNode object) {
        Map<String, String> map = new TreeMap<>();
        object.properties().forEach(one -> map.put(one.getKey(), one.getValue().asText()));
        return map;
    }
}
