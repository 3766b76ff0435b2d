package dev.doppel.scheduler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.scheduler.contract.Observed;
import dev.doppel.scheduler.contract.ProviderContract;
import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.StartedItem;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which an item fails in a cluster has a reason that a user can act on (definition spec 8.5). */
class FailureTest {
    private KubernetesRig rig = new KubernetesRig(Map.of("unschedulable-limit", "300ms", "warnings-after", "50ms"));
    private final Observed observed = new Observed();

    @AfterEach
    void close() {
        rig.close();
    }

    private StartedItem start(String image) throws Exception {
        EnvironmentPlan plan = KubernetesRig.plan("i", KubernetesRig.service("api", image));
        ProviderContract.get(rig.provider().create(plan, observed));
        return ProviderContract.get(rig.provider().start(plan, "api"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    test/missing              | image test/missing cannot be pulled: failed to pull and unpack image "docker.io/test/missing:latest": not found
                    test/unreachable-registry | image test/unreachable-registry cannot be pulled: dial tcp 192.0.2.1:443: i/o timeout
                    test/bad-name             | couldn't parse image name
                    test/no-node              | no node takes it: 0/3 nodes are available: 3 Insufficient memory.
                    test/bad-mount            | its container cannot be made: mount /etc: not a directory
                    test/bad-volume           | its node cannot set it up: FailedMount: MountVolume.SetUp failed for volume "files" : configmap "files-0-0" not found (for 0 s)
                    test/no-command           | its container cannot be started: exec: "nosuch": executable file not found in $PATH
                    test/gated                | its gate did not let it start: names: 'x' cannot be resolved: dns-svc does not answer this pod
                    """)
    void whatNeverRunsSaysWhy(String image, String why) {
        assertThatThrownBy(() -> start(image))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessageStartingWith("item api: ")
                .hasMessageContaining(why);
    }

    @Test
    void anUnenforcedPolicyIsNamed() {
        rig.cluster.kubelet.refuse("policy: a connection from 10.244.0.5 to 10.244.0.2:8090 is possible, although"
                + " NetworkPolicy 'deny' denies it: this cluster does not enforce egress policies");
        assertThatThrownBy(() -> start("test/gated"))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessageContaining("NetworkPolicy 'deny'")
                .hasMessageContaining("does not enforce egress policies");
    }

    @Test
    void anImageThatIsPulledAtTheSecondTryRunsAndTheFirstTryIsSaid() throws Exception {
        assertThat(start("test/flaky-registry").address()).startsWith("10.244.");
        observed.await(
                "the first try", e -> e.kind().equals("progress") && e.text().contains("i/o timeout"));
    }

    @Test
    void aPodThatStartsAndOneWhoseStatusSaysWhyNotCostNoLookAtTheClustersWarnings() throws Exception {
        rig.close();
        rig = new KubernetesRig(Map.of());
        start("test/runs");
        assertThat(rig.cluster.api.requests()).noneMatch(request -> request.contains("/events"));
    }

    @Test
    void warningsAreReadBoundedAndByKind() throws Exception {
        assertThatThrownBy(() -> start("test/bad-volume")).isInstanceOf(EnvironmentFailure.class);
        assertThat(observed.events().stream().filter(e -> e.kind().equals("progress")))
                .as("not what the pod's status tells better")
                .hasSize(1);
        assertThat(rig.cluster.api.requests().stream()
                        .filter(request -> request.startsWith("GET") && request.contains("/events")))
                .hasSize(2)
                .allMatch(request -> request.matches(
                        "GET /api/v1/namespaces/doppel-env-\\d+/events\\?.*fieldSelector=.*type.*Warning.*"));
    }

    @Test
    void aVolumeThatComesLateIsNoFailure() throws Exception {
        assertThat(start("test/slow-volume").address()).startsWith("10.244.");
    }

    @Test
    void whereWarningsMayNotBeReadAPodStillRunsOrFailsByItsStatus() {
        rig.cluster.api.fail("GET .*/events", 1000, 403, "events is forbidden");
        assertThatThrownBy(() -> start("test/no-node"))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessageContaining("no node takes it");
    }

    @Test
    void memoryThatRanOutIsSaid() throws Exception {
        start("test/oom");
        Observed.Event end = observed.await("end", e -> e.kind().equals("exited"));
        assertThat(end.code()).isEqualTo(137);
        assertThat(end.text()).isEqualTo("out of memory: the limit of the item was reached");
        assertThat(end.lines()).containsExactly("allocating");
    }

    @Test
    void anEvictionIsSaid() throws Exception {
        start("test/evicted");
        Observed.Event end = observed.await("end", e -> e.kind().equals("exited"));
        assertThat(end.text()).isEqualTo("Evicted: The node was low on resource: memory.");
    }

    @Test
    void aPodThatSomeoneDeletesIsACrashThatSaysSo() throws Exception {
        start("test/runs");
        rig.cluster.client.pods().inNamespace(namespace()).withName("service-0").delete();
        Observed.Event end = observed.await("end", e -> e.kind().equals("exited"));
        assertThat(end.text()).contains("deleted by someone else");
    }

    @Test
    void anImageThatNeedsRootGetsANamespaceOfLevelBaselineAndNoOtherDoes() throws Exception {
        StartedItem started = start("test/root");
        assertThat(started.address()).startsWith("10.244.");
        Map<String, String> labels = rig.cluster
                .client
                .namespaces()
                .withName(namespace())
                .get()
                .getMetadata()
                .getLabels();
        assertThat(labels).containsEntry("pod-security.kubernetes.io/enforce", "baseline");
        assertThat(rig.cluster.client.pods().inNamespace(namespace()).list().getItems())
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactly("service-0-again");
        assertThat(observed.events().stream().filter(e -> e.kind().equals("addressed")))
                .as("both pods' addresses were made known")
                .hasSize(2);
    }

    @Test
    void whereRootIsNotAllowedTheImageIsRefused() {
        rig.close();
        rig = new KubernetesRig(Map.of("pod-security", "restricted"));
        assertThatThrownBy(() -> start("test/root"))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessageContaining("image test/root runs as root")
                .hasMessageContaining("numeric USER");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PATCH .*/pods/service-0       | pods "service-0" is forbidden: exceeded quota: quota, requested: limits.cpu=64 | item api: Pod service-0: a quota of the cluster is reached
                    PATCH .*/pods/service-0       | pods "service-0" is forbidden: violates PodSecurity "restricted:latest"        | the Pod Security level of the namespace does not allow it
                    PATCH .*/pods/service-0       | admission webhook "images.example" denied the request: unsigned image          | a policy of the cluster does not allow it
                    PATCH .*/networkpolicies/deny | networkpolicies is forbidden: User cannot patch resource                       | docs/rbac.md
                    POST /api/v1/namespaces       | namespaces is forbidden: User cannot create resource                           | Namespace doppel-env-
                    """)
    void whatTheClusterForbidsIsSaidInItsOwnWords(String request, String words, String ours) {
        rig.cluster.api.fail(request, 1000, 403, words);
        assertThatThrownBy(() -> start("test/runs"))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessageContaining(words)
                .hasMessageContaining(ours);
    }

    private String namespace() {
        return rig.cluster.namespaces().getFirst();
    }
}
