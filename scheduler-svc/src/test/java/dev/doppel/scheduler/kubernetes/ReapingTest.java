package dev.doppel.scheduler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.scheduler.contract.Observed;
import dev.doppel.scheduler.contract.ProviderContract;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.environment.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing outlives its time, whoever was killed when; what is kept is kept for a while only. */
class ReapingTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private KubernetesRig rig;
    private final Observed observed = new Observed();

    @AfterEach
    void close() {
        rig.close();
    }

    private static EnvironmentPlan plan(Duration lifetime) {
        return KubernetesRig.plan("i", KubernetesRig.service("api", "test/runs"))
                .in(new Surroundings(KubernetesRig.HOLDER, List.of("10.244.0.4"), lifetime));
    }

    @Test
    void whatIsOverItsTimeIsRemovedWithoutAskingTheQueueAndCountedAsALeak() throws Exception {
        rig = new KubernetesRig(Map.of("expiry-margin", "0s", "expiry-every", "50ms"));
        EnvironmentPlan plan = plan(Duration.ofMillis(1));
        ProviderContract.get(rig.provider().create(plan, observed));
        await("gone", () -> rig.cluster.namespaces().isEmpty());
        await("counted", () -> rig.provider().leaks().found() == 1);
        await("none is left", () -> rig.provider().leaks().now() == 0);
    }

    @Test
    void whatAKilledLifeLeftExpiresInTheNextLife() throws Exception {
        rig = new KubernetesRig(Map.of("expiry-margin", "0s", "expiry-every", "1h"));
        ProviderContract.get(rig.provider().create(plan(Duration.ofMillis(1)), observed));
        rig.forget();
        ProviderContract.get(rig.provider().existing());
        await("gone", () -> rig.cluster.namespaces().isEmpty());
    }

    @Test
    void whatIsInTimeAndWhatIsNotOursStays() throws Exception {
        rig = new KubernetesRig(Map.of("expiry-every", "20ms"));
        rig.cluster
                .client
                .resource(new io.fabric8.kubernetes.api.model.NamespaceBuilder()
                        .withNewMetadata()
                        .withName("doppel-env-of-someone-else")
                        .addToLabels("doppel.dev/installation", "other")
                        .addToLabels("doppel.dev/kind", "environment")
                        .endMetadata()
                        .build())
                .create();
        ProviderContract.get(rig.provider().create(plan(Duration.ofMinutes(5)), observed));
        int before = rig.cluster.api.requests().size();
        await("ten rounds", () -> rig.cluster.api.requests().size() > before + 10);
        assertThat(rig.cluster.namespaces()).hasSize(2);
        assertThat(rig.provider().leaks()).isEqualTo(new EnvironmentProvider.Leaks(0, 0));
    }

    @Test
    void theEnvironmentOfAFailedInstanceStaysForAWhileAndNobodyReapsItBefore() throws Exception {
        rig = new KubernetesRig(Map.of("keep", "on-failure", "keep-for", "2s", "expiry-every", "50ms"));
        EnvironmentPlan plan = plan(Duration.ofMinutes(5));
        ProviderContract.get(rig.provider().create(plan, observed));
        ProviderContract.get(rig.provider().start(plan, "api"));
        Instant kept = Instant.now();
        ProviderContract.get(rig.provider().removeFailed(plan.instance(), 1));
        assertThat(ProviderContract.get(rig.provider().existing()))
                .as("the queue has no say in it")
                .isEmpty();
        String namespace = rig.cluster.namespaces().getFirst();
        assertThat(rig.cluster.client.pods().inNamespace(namespace).list().getItems())
                .hasSize(1);
        await("gone", () -> rig.cluster.namespaces().isEmpty());
        assertThat(Duration.between(kept, Instant.now())).isGreaterThan(Duration.ofSeconds(1));
        assertThat(rig.provider().leaks()).as("no leak").isEqualTo(new EnvironmentProvider.Leaks(0, 0));
        assertThat(observed.events()).noneMatch(e -> e.kind().equals("exited"));
    }

    @Test
    void withoutThatSettingAFailedInstanceLeavesNothing() throws Exception {
        rig = new KubernetesRig(Map.of());
        EnvironmentPlan plan = plan(Duration.ofMinutes(5));
        ProviderContract.get(rig.provider().create(plan, observed));
        ProviderContract.get(rig.provider().removeFailed(plan.instance(), 1));
        assertThat(rig.cluster.namespaces()).isEmpty();
    }

    @Test
    void theQueueFindsEveryAttemptThatExists() throws Exception {
        rig = new KubernetesRig(Map.of());
        EnvironmentPlan plan = plan(Duration.ofMinutes(5));
        ProviderContract.get(rig.provider().create(plan, observed));
        rig.forget();
        assertThat(ProviderContract.get(rig.provider().existing()))
                .containsExactly(new EnvironmentProvider.Existing(plan.instance(), 1));
    }

    @Test
    void nameServersThatMovedAreFollowed() throws Exception {
        rig = new KubernetesRig(Map.of());
        ProviderContract.get(rig.provider().create(plan(Duration.ofMinutes(5)), observed));
        rig.provider().namesMoved(List.of("10.244.0.8", "10.244.0.9"));
        String namespace = rig.cluster.namespaces().getFirst();
        await(
                "both replicas",
                () -> rig
                        .cluster
                        .client
                        .discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace(namespace)
                        .withName("names")
                        .get()
                        .getEndpoints()
                        .stream()
                        .flatMap(one -> one.getAddresses().stream())
                        .toList()
                        .equals(List.of("10.244.0.8", "10.244.0.9")));
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not " + what + " within " + LIMIT);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
