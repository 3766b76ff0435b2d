package dev.doppel.scheduler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.scheduler.contract.Observed;
import dev.doppel.scheduler.contract.ProviderContract;
import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Which rights the provider really uses, in both ways of getting namespaces: everything that it does is done once, and its requests are read as the
 * cluster's authorizer would. The files that result are what the chart's tests hold roles and docs/rbac.md against.
 */
class RightsTest {
    private static final String PLATFORM = "doppel";
    private static final Pattern REQUEST = Pattern.compile(
            "(\\w+) /(?:api/v1|apis/([^/]+)/[^/]+)(?:/namespaces/([^/?]+))?(?:/([a-z]+)(?:/([^/?]+)(/log)?)?)?(\\?.*)?");

    private final Observed observed = new Observed();
    private KubernetesRig rig;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void withNamespacesThatAreCreated() throws Exception {
        rig = new KubernetesRig(settings(Map.of("images.pull-secrets", "pull")));
        rig.cluster
                .client
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("pull")
                        .withNamespace(PLATFORM)
                        .endMetadata()
                        .build())
                .create();
        rig.speaksBy(rig.cluster.clientNamed("provider"));
        rig.cluster.api.lateAddresses();
        rig.cluster.api.loseAnswer("POST /api/v1/namespaces", 1);
        everything(1);
        assertThat(used()).isEqualTo(golden("rights-created.txt"));
    }

    @Test
    void withAPool() throws Exception {
        rig = new KubernetesRig(settings(Map.of("pool", "team-a,team-b")));
        rig.speaksBy(rig.cluster.clientNamed("provider"));
        rig.cluster.api.lateAddresses();
        everything(2);
        assertThat(used()).isEqualTo(golden("rights-pool.txt"));
    }

    private static Map<String, String> settings(Map<String, String> own) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "self-test", "true",
                "request-limit", "6s",
                "gate.denied-wait", "200ms",
                "platform-namespace", PLATFORM,
                "keep", "on-failure",
                "warnings-after", "50ms",
                "unschedulable-limit", "200ms"));
        all.putAll(own);
        return all;
    }

    /**
     * Self-test, an image that needs root, a console, a volume that does not come, moved names, keeping, removal by another life.
     *
     * @param releases how many places are released for good: in a pool the self-test's, too
     */
    private void everything(int releases) throws Exception {
        EnvironmentPlan plan = KubernetesRig.plan(
                "first",
                KubernetesRig.service("root", "test/root"),
                KubernetesRig.service("says", "test/says"),
                KubernetesRig.service("lacks", "test/bad-volume"));
        ProviderContract.get(rig.provider().create(plan, observed));
        ProviderContract.get(rig.provider().start(plan, "root"));
        ProviderContract.get(rig.provider().start(plan, "says"));
        observed.await("a line", e -> e.text().equals("two"));
        assertThatThrownBy(() -> ProviderContract.get(rig.provider().start(plan, "lacks")))
                .isInstanceOf(EnvironmentFailure.class);
        rig.provider().namesMoved(List.of("10.244.0.8"));
        ProviderContract.get(rig.provider().removeFailed(plan.instance(), 1));

        EnvironmentPlan second = KubernetesRig.plan("second", KubernetesRig.service("says", "test/says"));
        ProviderContract.get(rig.provider().create(second, observed));
        ProviderContract.get(rig.provider().start(second, "says"));
        rig.speaksBy(rig.cluster.clientNamed("provider"));
        assertThat(ProviderContract.get(rig.provider().existing())).hasSize(1);
        ProviderContract.get(rig.provider().remove(second.instance(), 1));
        await(() -> released() == releases);
    }

    private long released() {
        return rig.cluster.api.requestsOf("provider").stream()
                .filter(r -> r.matches("DELETE .*/(leases/doppel|namespaces/doppel-env-\\d+)(\\?.*)?"))
                .count();
    }

    private TreeMap<String, TreeSet<String>> used() {
        TreeMap<String, TreeSet<String>> used = new TreeMap<>();
        for (String request : rig.cluster.api.requestsOf("provider")) {
            Matcher parts = REQUEST.matcher(request);
            assertThat(parts.matches()).as(request).isTrue();
            boolean ofNamespaces = parts.group(4) == null;
            String name = ofNamespaces ? parts.group(3) : parts.group(5);
            String resource = (parts.group(2) == null ? "" : parts.group(2) + "/")
                    + (ofNamespaces ? "namespaces" : parts.group(4))
                    + (parts.group(6) == null ? "" : parts.group(6));
            String where = !ofNamespaces && PLATFORM.equals(parts.group(3)) ? " in the platform's namespace" : "";
            String query = parts.group(7) == null ? "" : parts.group(7);
            used.computeIfAbsent(resource + where, key -> new TreeSet<>()).addAll(verbs(parts.group(1), name, query));
        }
        return used;
    }

    private static List<String> verbs(String method, String name, String query) {
        return switch (method) {
            case "GET" -> name != null ? List.of("get") : List.of(query.contains("watch=true") ? "watch" : "list");
            case "POST" -> List.of("create");
            // an apply of something that is not there creates it
            case "PATCH" -> query.contains("fieldManager=doppel") ? List.of("create", "patch") : List.of("patch");
            case "PUT" -> List.of("update");
            case "DELETE" -> List.of(name == null ? "deletecollection" : "delete");
            default -> List.of(method);
        };
    }

    private static TreeMap<String, TreeSet<String>> golden(String file) throws Exception {
        return Files.readAllLines(Path.of("src/test/resources/kubernetes").resolve(file)).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0],
                        pair -> new TreeSet<>(List.of(pair[1].split(" "))),
                        (a, b) -> a,
                        TreeMap::new));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within 20 s").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
