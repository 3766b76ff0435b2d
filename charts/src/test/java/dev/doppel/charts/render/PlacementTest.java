package dev.doppel.charts.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** On which nodes pods run: a cluster whose nodes are tainted must be told for every pod, the job and the test included. */
class PlacementTest {
    private final Rendered dedicated =
            Rendered.parse(Chart.text(Chart.ROOT.resolve("charts/src/test/resources/matrix/dedicated-nodes.yaml")));

    private static JsonNode spec(JsonNode workload) {
        return (workload.path("kind").asText().equals("Pod") ? workload : Rendered.pod(workload)).path("spec");
    }

    @Test
    void whatIsSaidForAllHoldsForEveryPodAndAServiceMayReplaceIt() {
        assertThat(dedicated.workloads().map(PlacementTest::spec)).hasSize(10).allSatisfy(spec -> {
            boolean own = spec.at("/containers/0/name").asText().equals("runner");
            assertThat(spec.path("nodeSelector").toString())
                    .as(spec.toString())
                    .isEqualTo(own ? "{\"pool\":\"fast\"}" : "{\"pool\":\"doppel\"}");
            assertThat(spec.path("priorityClassName").asText()).isEqualTo(own ? "high" : "low");
            assertThat(spec.at("/tolerations/0/key").asText()).isEqualTo("doppel");
        });
    }

    @Test
    void replicasSpreadOverNodesUnlessToldOtherwise() {
        for (String service : Rendered.SERVICES) {
            JsonNode spread = Rendered.pod(dedicated.workload(service)).at("/spec/topologySpreadConstraints/0");
            assertThat(spread.path("topologyKey").asText()).isEqualTo("kubernetes.io/hostname");
            assertThat(spread.at("/labelSelector/matchLabels/app.kubernetes.io~1component")
                            .asText())
                    .isEqualTo(service);
        }
        Rendered large = Rendered.parse(Chart.text(Chart.ROOT.resolve("charts/src/test/resources/matrix/large.yaml")));
        assertThat(Rendered.pod(large.workload("results"))
                        .at("/spec/topologySpreadConstraints")
                        .findValuesAsText("topologyKey"))
                .containsExactly("topology.kubernetes.io/zone");
    }

    @Test
    void itemsHaveNodesOfTheirOwn() {
        Rendered rendered = Chart.render(Chart.EXTERNAL, "environments: {nodeSelector: {pool: items, disk: ssd}}");
        assertThat(rendered.environment("scheduler"))
                .containsEntry("DOPPEL_SCHEDULER_KUBERNETES_NODE_SELECTOR", "disk=ssd,pool=items");
        assertThat(dedicated.environment("scheduler")).doesNotContainKey("DOPPEL_SCHEDULER_KUBERNETES_NODE_SELECTOR");
    }
}
