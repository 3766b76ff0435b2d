package dev.doppel.scheduler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.scheduler.contract.Observed;
import dev.doppel.scheduler.contract.ProviderContract;
import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentLayout;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The API server as it is on bad days: conflicts, nothing found, gone, too many requests, slow, lost. */
class ApiFaultsTest {
    private final KubernetesRig rig = new KubernetesRig(Map.of("environments", "3"));
    private final Observed observed = new Observed();
    private final EnvironmentPlan plan = KubernetesRig.plan("i", KubernetesRig.service("api", "test/says"));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void conflict409OnANamespaceMeansThatThePlaceIsTakenAndAnotherIsUsed() throws Exception {
        for (int taken : List.of(0, 2)) {
            rig.cluster
                    .client
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName("doppel-env-" + taken)
                            .endMetadata()
                            .build())
                    .create();
        }
        EnvironmentLayout layout = ProviderContract.get(rig.provider().create(plan, observed));
        assertThat(rig.cluster
                        .client
                        .services()
                        .inNamespace("doppel-env-1")
                        .list()
                        .getItems())
                .hasSize(3);
        assertThat(layout.listeners())
                .as("the block of ports of place 1")
                .allMatch(one -> one.bindPort() >= 20064 && one.bindPort() < 20128);
    }

    @Test
    void aCreationWhoseAnswerWasLostFindsItsOwnNamespace() throws Exception {
        // the client's second try meets a conflict with the first
        rig.cluster.api.loseAnswer("POST /api/v1/namespaces", 1);
        ProviderContract.get(rig.provider().create(plan, observed));
        assertThat(rig.cluster.namespaces()).hasSize(1);
    }

    @Test
    void tooManyRequests429AndUnavailable503ArePatientlyRepeated() throws Exception {
        rig.cluster.api.fail("PATCH .*/services/outside", 2, 429, "too many requests");
        rig.cluster.api.fail("PATCH .*/networkpolicies/deny", 1, 503, "apiserver is shutting down");
        ProviderContract.get(rig.provider().create(plan, observed));
        assertThat(rig.cluster.api.requests().stream().filter(r -> r.contains("/services/outside")))
                .hasSize(3);
    }

    @Test
    void conflict409OnAnApplyIsRepeatedAFewTimesAndThenThePlatformsFault() throws Exception {
        rig.cluster.api.fail("PATCH .*/services/outside", 2, 409, "the object has been modified; please apply again");
        ProviderContract.get(rig.provider().create(plan, observed));
        rig.cluster.api.fail("PATCH .*/pods/service-0", 1000, 409, "the object has been modified; please apply again");
        assertThatThrownBy(() -> ProviderContract.get(rig.provider().start(plan, "api")))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("the object has been modified");
        assertThat(rig.cluster.api.requests().stream().filter(r -> r.contains("/pods/service-0")))
                .hasSize(4);
    }

    @Test
    void aSlowApiServerIsWaitedForAndOneThatIsTooSlowFailsInBoundedTimeAndLeavesNothing() throws Exception {
        KubernetesProvider provider = rig.life(rig.cluster.impatientClient());
        rig.cluster.api.slow("PATCH .*/networkpolicies/.*", 3, Duration.ofMillis(500));
        ProviderContract.get(provider.create(plan, observed));
        ProviderContract.get(provider.remove(plan.instance(), 1));
        rig.cluster.api.slow("PATCH .*/services/outside", 1000, Duration.ofSeconds(60));
        long begun = System.nanoTime();
        assertThatThrownBy(() -> ProviderContract.get(provider.create(plan, observed)))
                .isInstanceOf(KubernetesClientException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
        assertThat(rig.cluster.namespaces()).isEmpty();
    }

    @Test
    void notFound404OnRemovalIsNoMatter() throws Exception {
        ProviderContract.get(rig.provider().create(plan, observed));
        rig.cluster
                .client
                .namespaces()
                .withName(rig.cluster.namespaces().getFirst())
                .delete();
        ProviderContract.get(rig.provider().remove(plan.instance(), 1));
        assertThat(rig.cluster.namespaces()).isEmpty();
    }

    @Test
    void gone410OnAWatchIsListedAgain() throws Exception {
        rig.cluster.api.fail("GET .*/pods\\?.*watch=true", 2, 410, "too old resource version");
        ProviderContract.get(rig.provider().create(plan, observed));
        assertThat(ProviderContract.get(rig.provider().start(plan, "api")).address())
                .startsWith("10.244.");
        observed.await("its second line", e -> e.text().equals("two"));
    }

    @Test
    void addressesThatComeLateAreWaitedFor() throws Exception {
        rig.cluster.api.lateAddresses();
        EnvironmentLayout layout = ProviderContract.get(rig.provider().create(plan, observed));
        assertThat(layout.outsideAddress()).startsWith("10.96.");
    }

    @Test
    void aFailureHalfwayLeavesNoNamespaceAndIsThePlatformsFault() throws Exception {
        rig.cluster.api.fail("PATCH .*/endpointslices/names", 1000, 500, "etcdserver: request timed out");
        KubernetesProvider provider = rig.life(rig.cluster.impatientClient());
        assertThatThrownBy(() -> ProviderContract.get(provider.create(plan, observed)))
                .isInstanceOf(KubernetesClientException.class)
                .isNotInstanceOf(EnvironmentFailure.class)
                .hasMessageContaining("etcdserver");
        assertThat(rig.cluster.namespaces()).isEmpty();
    }

    @Test
    void aLostApiServerFailsInBoundedTimeAndWhatRunsIsNotReportedAsCrashed() throws Exception {
        KubernetesProvider provider = rig.life(rig.cluster.impatientClient());
        ProviderContract.get(provider.create(plan, observed));
        ProviderContract.get(provider.start(plan, "api"));
        observed.await("its lines", e -> e.text().equals("two"));
        rig.cluster.loseServer();
        assertThatThrownBy(() -> ProviderContract.get(provider.remove(plan.instance(), 1)))
                .isInstanceOf(KubernetesClientException.class);
        assertThat(observed.events()).noneMatch(e -> e.kind().equals("exited"));
    }

    @Test
    void aPlaceIsHeldUntilItsNamespaceIsReallyGoneAndTheRemovalDoesNotWaitForThat() throws Exception {
        rig.cluster.api.slowNamespaces();
        for (int i = 0; i < 3; i++) {
            EnvironmentPlan one = KubernetesRig.plan("old-" + i, KubernetesRig.service("api", "test/runs"));
            ProviderContract.get(rig.provider().create(one, observed));
            ProviderContract.get(rig.provider().remove(one.instance(), 1));
        }
        assertThat(ProviderContract.get(rig.provider().existing()))
                .as("the queue is rid of them")
                .isEmpty();
        assertThat(rig.cluster.namespaces()).as("the cluster is not").hasSize(3);
        var waiting = rig.provider().create(plan, observed);
        Thread.ofVirtual().start(rig.cluster.api::finishNamespaces);
        ProviderContract.get(waiting);
        assertThat(rig.cluster.namespaces()).hasSize(1);
    }

    @Test
    void everythingIsAppliedOncePerEnvironmentWithFewCalls() throws Exception {
        ProviderContract.get(rig.provider().create(plan, observed));
        ProviderContract.get(rig.provider().start(plan, "api"));
        List<String> ours = rig.cluster.api.requests().stream()
                .filter(r -> r.contains("fieldManager=doppel") || r.startsWith("POST"))
                .toList();
        assertThat(ours)
                .as("namespace, quota, defaults, 3 policies, trust, 3 Services, 3 slices, 1 pod")
                .hasSize(14)
                .doesNotHaveDuplicates();
    }
}
