package dev.doppel.scheduler.kubernetes;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.environment.Surroundings;
import dev.doppel.scheduler.kubernetes.fake.FakeCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A provider on a fake cluster. */
final class KubernetesRig implements AutoCloseable {
    static final String HOLDER = "10.244.0.3";
    final FakeCluster cluster = new FakeCluster();
    private final Path trust;
    private final Map<String, String> settings = new TreeMap<>();
    private final List<KubernetesProvider> lives = new ArrayList<>();
    private KubernetesProvider provider;

    KubernetesRig(Map<String, String> own) {
        try {
            trust = Files.createTempDirectory("doppel-trust");
            for (String name : List.of("ca.pem", "ca-bundle.pem", "truststore.p12")) {
                Files.writeString(trust.resolve(name), "content of " + name + "\n");
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        settings.put("self-test", "false");
        settings.put("address", "127.0.0.1");
        settings.put("canary-port", "0");
        settings.put("trust-dir", trust.toString());
        settings.put("request-limit", "5s");
        settings.putAll(own);
        provider = life(cluster.client);
    }

    KubernetesProvider life(KubernetesClient client) {
        KubernetesProvider life = new KubernetesProvider(Settings.of(settings), () -> client, Clock.systemUTC());
        lives.add(life);
        return life;
    }

    /** The provider from now on speaks so to the cluster. */
    void speaksBy(KubernetesClient client) {
        provider = life(client);
    }

    KubernetesProvider provider() {
        return provider;
    }

    void forget() {
        provider = life(cluster.client);
    }

    static EnvironmentPlan plan(String instance, ItemPlan... items) {
        return new EnvironmentPlan(
                        new RunId("run-1"), new InstanceId(instance), 1, Path.of("/"), List.of(items), Set.of(3001))
                .in(new Surroundings(HOLDER, List.of("10.244.0.4"), Duration.ofMinutes(10)));
    }

    static ItemPlan service(String name, String image) {
        return new ItemPlan(
                name, ItemKind.SERVICE, image, null, null, 8080, Map.of(), Map.of(), ItemPlan.Limits.NONE, null, null);
    }

    @Override
    public void close() {
        lives.forEach(KubernetesProvider::close);
        cluster.close();
        try (var files = Files.walk(trust)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
