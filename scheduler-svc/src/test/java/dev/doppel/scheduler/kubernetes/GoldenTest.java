package dev.doppel.scheduler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.definition.DefinitionLoader;
import dev.doppel.definition.LoadOptions;
import dev.doppel.definition.LoadedDefinition;
import dev.doppel.definition.files.DirectoryTree;
import dev.doppel.definition.files.Selection;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.environment.Surroundings;
import dev.doppel.scheduler.kubernetes.config.KubernetesConfig;
import dev.doppel.scheduler.kubernetes.fake.StrictModels;
import dev.doppel.scheduler.kubernetes.objects.ClusterPlan;
import dev.doppel.scheduler.kubernetes.objects.Marks;
import dev.doppel.scheduler.kubernetes.objects.NamespaceObjects;
import dev.doppel.scheduler.kubernetes.objects.SelfTestObjects;
import dev.doppel.scheduler.kubernetes.objects.Slot;
import dev.doppel.scheduler.store.RunOptions;
import dev.doppel.scheduler.world.Planned;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The complete output for each example, as files in {@code src/test/resources/kubernetes}; {@code -Ddoppel.golden.write=true} writes them
 * anew. Every document of every file is read back by the strict typed models.
 */
class GoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/kubernetes");
    private static final Path EXAMPLES = Path.of("../examples");
    private static final Instant EXPIRES = Instant.parse("2026-11-26T12:00:00Z");

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        // the last is the shop against twins
        for (String example : List.of("ecommerce", "polyglot", "llm", "")) {
            for (LoadedDefinition definition : definitions(EXAMPLES.resolve(example))) {
                String name = (example.isEmpty() ? "" : example + "-")
                        + definition.definition().name().toLowerCase().replaceAll("[^a-z0-9]+", "-");
                tests.add(DynamicTest.dynamicTest(
                        name, () -> compare(name, objects(Settings.of(Map.of()), plan(definition)))));
            }
        }
        return tests.stream();
    }

    @Test
    void selfTest() throws IOException {
        SelfTestObjects objects = new SelfTestObjects(Settings.of(Map.of()), "doppel-env-self-test-x");
        List<HasMetadata> all = new ArrayList<>();
        all.add(objects.namespace(EXPIRES));
        all.addAll(objects.surroundings("10.244.0.2"));
        all.addAll(objects.pods("10.244.0.2", "10.96.0.77"));
        compare("self-test", all);
    }

    @Test
    void everySettingThatShapesObjects() throws IOException {
        KubernetesConfig config = Settings.of(Map.ofEntries(
                Map.entry("pod-security", "baseline"),
                Map.entry("images.pull-secrets", "registry-a,registry-b"),
                Map.entry(
                        "images.rewrite", "docker.io/library/=mirror.example/official/,docker.io/=mirror.example/hub/"),
                Map.entry("images.pull-policy", "Always"),
                Map.entry("node-selector", "pool=tests"),
                Map.entry("platform-namespace", "platform"),
                Map.entry("installation", "two"),
                Map.entry("limits.database-storage", "64Mi")));
        Map<String, byte[]> mounts = new TreeMap<>();
        mounts.put("/etc/app/app.conf", "x=$(HOME)\n".getBytes(StandardCharsets.UTF_8));
        mounts.put("/usr/local/bin/hello", "#!/bin/sh\necho hello\n".getBytes(StandardCharsets.UTF_8));
        ItemPlan worker = new ItemPlan(
                "jobs",
                dev.doppel.contract.environment.ItemKind.WORKER,
                "shop/jobs:2",
                List.of("/bin/jobs"),
                List.of("--cost", "$5", "$(NOT_OURS)"),
                null,
                Map.of("JAVA_TOOL_OPTIONS", "-Dmine=1"),
                mounts,
                new ItemPlan.Limits(0.25, 96),
                null,
                null);
        ItemPlan database = new ItemPlan(
                "db",
                dev.doppel.contract.environment.ItemKind.DATABASE,
                null,
                null,
                null,
                5432,
                Map.of(),
                Map.of(),
                ItemPlan.Limits.NONE,
                null,
                new ItemPlan.DatabasePlan(
                        "postgres",
                        "16-alpine",
                        "postgres",
                        "postgres",
                        "",
                        true,
                        List.of(
                                new ItemPlan.InitFile("b schema.sql", "create table t(x int);".getBytes()),
                                new ItemPlan.InitFile("a.sh", "#!/bin/sh\ntrue\n".getBytes()))));
        EnvironmentPlan plan = new EnvironmentPlan(
                        new RunId("run-1"),
                        new InstanceId("instance-1"),
                        2,
                        Path.of("/"),
                        List.of(worker, database),
                        java.util.Set.of())
                .in(new Surroundings("10.244.0.3", List.of("10.244.0.4"), Duration.ofMinutes(10)));
        compare("settings", objects(config, plan));
    }

    private static List<LoadedDefinition> definitions(Path example) throws IOException {
        var tree = DirectoryTree.of(example);
        return DefinitionLoader.load(tree, Selection.ALL, LoadOptions.DEFAULT).definitions().stream()
                .sorted(java.util.Comparator.comparing(one -> one.definition().name()))
                .toList();
    }

    private static EnvironmentPlan plan(LoadedDefinition loaded) {
        return Planned.of(loaded)
                .environment(new RunOptions(null, 6, List.of(), List.of()), false)
                .in(new Surroundings("10.244.0.3", List.of("10.244.0.4", "10.244.1.4"), Duration.ofMinutes(10)));
    }

    private static List<HasMetadata> objects(KubernetesConfig config, EnvironmentPlan plan) {
        assertThat(ClusterPlan.problems(config, plan)).isEmpty();
        Map<String, byte[]> trust = new TreeMap<>();
        for (String name : List.of("ca.crt", "ca-bundle.crt", "truststore.p12")) {
            trust.put(name, ("content of " + name).getBytes(StandardCharsets.UTF_8));
        }
        Slot slot = Slot.of(7, config.namespacePrefix() + "-7", config);
        ClusterPlan objects = new ClusterPlan(config, slot, plan, trust);
        Map<String, String> addresses = new TreeMap<>();
        objects.services().forEach(name -> addresses.put(name, "10.96.0." + (addresses.size() + 10)));
        List<HasMetadata> all = new ArrayList<>();
        all.add(NamespaceObjects.namespace(
                config, slot.namespace(), Marks.labels(config.installation(), plan), Marks.annotations(plan, EXPIRES)));
        all.addAll(objects.surroundings());
        plan.items().forEach(item -> all.add(objects.pod(item.name(), addresses, true, false)));
        return all;
    }

    private static void compare(String name, List<HasMetadata> objects) throws IOException {
        StringBuilder text = new StringBuilder();
        for (HasMetadata object : objects) {
            String yaml = Serialization.asYaml(object);
            text.append(yaml.startsWith("---") ? "" : "---\n")
                    .append(yaml.stripTrailing())
                    .append('\n');
            assertThat(Serialization.asYaml(StrictModels.read(yaml)))
                    .as("strict decoding")
                    .isEqualTo(yaml);
        }
        Path file = GOLDEN.resolve(name + ".yaml");
        if (Boolean.getBoolean("doppel.golden.write")) {
            java.nio.file.Files.createDirectories(GOLDEN);
            java.nio.file.Files.writeString(file, text);
        }
        assertThat(text.toString()).isEqualTo(java.nio.file.Files.readString(file));
    }

    @Test
    void strictDecodingRefusesAFieldThatDoesNotExist() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                        StrictModels.read("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {dnsPolicyy: None}\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dnsPolicyy");
    }
}
