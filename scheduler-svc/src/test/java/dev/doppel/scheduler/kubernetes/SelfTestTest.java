package dev.doppel.scheduler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.scheduler.contract.Observed;
import dev.doppel.scheduler.contract.ProviderContract;
import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.kubernetes.fake.Kubelet.SelfTestPods;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No environment before the cluster has proved what it must do; its pods are played, scheduler-svc's own connections are real. */
class SelfTestTest {
    private final KubernetesRig rig =
            new KubernetesRig(Map.of("self-test", "true", "request-limit", "6s", "gate.denied-wait", "200ms"));
    private final Observed observed = new Observed();
    private final EnvironmentPlan plan = KubernetesRig.plan("i", KubernetesRig.service("api", "test/runs"));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void itPassesOnceAndLeavesNoNamespace() throws Exception {
        ProviderContract.get(rig.provider().create(plan, observed));
        assertThat(rig.cluster.namespaces()).singleElement().asString().matches("doppel-env-\\d+");
        EnvironmentPlan second = KubernetesRig.plan("j", KubernetesRig.service("api", "test/runs"));
        ProviderContract.get(rig.provider().create(second, observed));
        assertThat(rig.cluster.api.requests().stream().filter(r -> r.contains("/services/canary")))
                .hasSize(1);
    }

    @Test
    void withAPoolItIsMadeInANamespaceOfThePoolWhichIsEmptiedAfterwards() throws Exception {
        try (KubernetesRig pool = new KubernetesRig(
                Map.of("self-test", "true", "request-limit", "6s", "gate.denied-wait", "200ms", "pool", "team-a"))) {
            ProviderContract.get(pool.provider().create(plan, observed));
            assertThat(pool.cluster.api.requests())
                    .anyMatch(r -> r.startsWith("PATCH") && r.contains("/namespaces/team-a/pods/control"))
                    .as("no right on namespaces is needed")
                    .noneMatch(r -> r.matches("(POST|PATCH|DELETE) /api/v1/namespaces(/[^/]+)?(\\?.*)?"));
            assertThat(pool.cluster.client.pods().inNamespace("team-a").list().getItems())
                    .isEmpty();
            assertThat(ProviderContract.get(pool.provider().existing()))
                    .singleElement()
                    .extracting(existing -> existing.instance().value())
                    .isEqualTo("i");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    INGRESS_IS_OPEN | does not enforce ingress policies
                    EGRESS_IS_OPEN  | a connection to 127.0.0.1:8090 is possible, although NetworkPolicy 'deny' denies it
                    MASQUERADED     | a call from this pod arrives as coming from '10.0.0.1'
                    NEVER_PULLED    | manifest unknown
                    """)
    void whatIsNotAsItMustBeIsNamedAndNoEnvironmentIsMade(SelfTestPods pods, String why) {
        rig.cluster.kubelet.selfTest(pods);
        assertThatThrownBy(() -> ProviderContract.get(rig.provider().create(plan, observed)))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessageStartingWith("the self-test of this cluster failed: ")
                .hasMessageContaining(why);
        assertThat(rig.cluster.namespaces()).isEmpty();
    }

    @Test
    void aClusterThatWasMendedIsTestedAgain() throws Exception {
        rig.cluster.kubelet.selfTest(SelfTestPods.MASQUERADED);
        assertThatThrownBy(() -> ProviderContract.get(rig.provider().create(plan, observed)))
                .isInstanceOf(EnvironmentFailure.class);
        rig.cluster.kubelet.selfTest(SelfTestPods.ALL_WELL);
        ProviderContract.get(rig.provider().create(plan, observed));
    }

    @Test
    void theCanarySaysWhoCalls() throws Exception {
        try (Canary canary = new Canary("127.0.0.1", 0);
                Socket caller = new Socket(
                        InetAddress.ofLiteral("127.0.0.1"), canary.port(), InetAddress.ofLiteral("127.0.0.9"), 0)) {
            assertThat(new String(caller.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("127.0.0.9\n");
        }
    }
}
