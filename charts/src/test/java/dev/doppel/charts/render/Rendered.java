package dev.doppel.charts.render;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a rendering of the chart gives the cluster, in order. Immutable. */
record Rendered(List<JsonNode> objects) {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    /** The five services. */
    static final List<String> SERVICES = List.of("scheduler", "mock", "dns", "runner", "results");

    static Rendered parse(String text) {
        List<JsonNode> objects = new ArrayList<>();
        try (JsonParser parser = YAML.createParser(text)) {
            YAML.readValues(parser, JsonNode.class).forEachRemaining(node -> {
                if (node.isObject()) {
                    objects.add(node);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Rendered(List.copyOf(objects));
    }

    Stream<JsonNode> all(String kind) {
        return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    boolean has(String kind, String name) {
        return all(kind).anyMatch(object -> name(object).equals(name));
    }

    JsonNode one(String kind, String name) {
        return all(kind)
                .filter(object -> name(object).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " among "
                        + objects.stream().map(Rendered::title).toList()));
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    static String title(JsonNode object) {
        return object.path("kind").asText() + "/" + name(object);
    }

    /** Deployments, StatefulSets, Jobs and Pods. */
    Stream<JsonNode> workloads() {
        return objects.stream()
                .filter(object -> List.of("Deployment", "StatefulSet", "Job", "Pod")
                        .contains(object.path("kind").asText()));
    }

    /** The workload of one of the five. */
    JsonNode workload(String service) {
        return one(service.equals("mock") ? "StatefulSet" : "Deployment", "doppel-" + service);
    }

    /** Metadata and spec of a workload's pods. */
    static JsonNode pod(JsonNode workload) {
        return workload.path("kind").asText().equals("Pod")
                ? workload
                : workload.path("spec").path("template");
    }

    static JsonNode container(JsonNode workload) {
        return pod(workload).path("spec").path("containers").path(0);
    }

    static Map<String, String> strings(JsonNode object) {
        Map<String, String> map = new java.util.TreeMap<>();
        object.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    /** Environment of a service as its container sees it; what comes from Secrets or the pod stands as {@code <from>}. */
    Map<String, String> environment(String service) {
        JsonNode container = container(workload(service));
        Map<String, String> all = new java.util.TreeMap<>();
        container
                .path("envFrom")
                .forEach(from -> all.putAll(strings(
                        one("ConfigMap", from.path("configMapRef").path("name").asText())
                                .path("data"))));
        container
                .path("env")
                .forEach(one ->
                        all.put(one.path("name").asText(), one.path("value").asText("<from>")));
        return all;
    }
}
