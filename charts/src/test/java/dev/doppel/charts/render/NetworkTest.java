package dev.doppel.charts.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Who may speak to whom. */
class NetworkTest {
    private final Rendered external = Chart.render(Chart.EXTERNAL);

    private JsonNode policy(String component) {
        return external.one("NetworkPolicy", "doppel-" + component).path("spec");
    }

    @Test
    void everythingIsDeniedFirst() {
        JsonNode deny = policy("deny");
        assertThat(deny.path("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
        assertThat(deny.has("ingress")).isFalse();
        assertThat(deny.path("egress")).hasSize(1);
        assertThat(deny.path("egress").path(0).path("ports").findValuesAsText("port"))
                .containsOnly("53");
        assertThat(deny.path("egress").path(0).path("to").toString()).contains("kube-system");
    }

    @Test
    void onlyTheSchedulerReachesTheApiServer() {
        for (String service : Rendered.SERVICES) {
            assertThat(policy(service).path("egress").toString().contains("6443"))
                    .as(service)
                    .isEqualTo(service.equals("scheduler"));
        }
    }

    @Test
    void onlyTheDataPlaneIsReachedFromEnvironments() {
        for (String service : Rendered.SERVICES) {
            boolean dataPlane = service.equals("mock") || service.equals("dns");
            assertThat(policy(service).path("ingress").toString().contains("namespaceSelector"))
                    .as(service)
                    .isEqualTo(dataPlane);
            if (dataPlane) {
                assertThat(policy(service).path("ingress").toString()).contains("\"endPort\":31519", "UDP");
            }
        }
    }

    @Test
    void nothingLeavesUnlessTheInstallationAllowsIt() {
        assertThat(policy("mock").path("egress").toString()).doesNotContain("0.0.0.0/0");
        for (String overlay :
                new String[] {"{egress: {default: passthrough}}", "{egress: {allow: [api.example.com]}}"}) {
            Rendered open = Chart.render(Chart.EXTERNAL, overlay);
            for (String service : Rendered.SERVICES) {
                JsonNode policy = open.one("NetworkPolicy", "doppel-" + service);
                assertThat(policy.toString().contains("0.0.0.0/0")).as(service).isEqualTo(service.equals("mock"));
            }
        }
    }

    @Test
    void storesOfTheEvaluationAreReachedByTheirClientsOnly() {
        Rendered evaluation = Chart.evaluation();
        JsonNode postgres = evaluation.one("NetworkPolicy", "doppel-postgres").path("spec");
        assertThat(postgres.path("ingress").path(0).path("from").findValuesAsText("app.kubernetes.io/component"))
                .containsExactly("scheduler", "results");
        JsonNode kafka = evaluation.one("NetworkPolicy", "doppel-kafka").path("spec");
        assertThat(kafka.path("ingress").path(0).path("from").findValuesAsText("app.kubernetes.io/component"))
                .containsExactlyElementsOf(Rendered.SERVICES);
    }

    @Test
    void whoScrapesIsLetInWhereTheServiceMonitorLeadsHim() {
        Rendered monitored = Chart.render(
                Chart.EXTERNAL,
                "{serviceMonitor: {enabled: true, interval: 15s}, networkPolicy: {apiFrom: [{podSelector: {matchLabels: {a: b}}}],"
                        + " metricsFrom: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]}}");
        JsonNode monitor = monitored.one("ServiceMonitor", "doppel-metrics").path("spec");
        JsonNode endpoint = monitor.path("endpoints").path(0);
        assertThat(endpoint.path("path").asText()).isEqualTo("/q/metrics");
        assertThat(endpoint.path("interval").asText()).isEqualTo("15s");
        assertThat(monitor.path("namespaceSelector").path("matchNames").path(0).asText())
                .isEqualTo("doppel-system");
        for (String service : Rendered.SERVICES) {
            JsonNode found = monitored.one("Service", "doppel-" + service);
            assertThat(Rendered.strings(found.path("metadata").path("labels")))
                    .as("the monitor finds it")
                    .containsAllEntriesOf(
                            Rendered.strings(monitor.path("selector").path("matchLabels")))
                    .containsEntry("app.kubernetes.io/component", service);
            JsonNode port = found.path("spec").path("ports").path(0);
            assertThat(port.path("name").asText())
                    .isEqualTo(endpoint.path("port").asText());
            boolean letIn = false;
            for (JsonNode rule : monitored
                    .one("NetworkPolicy", "doppel-" + service)
                    .path("spec")
                    .path("ingress")) {
                letIn |= rule.path("from").toString().contains("\"monitoring\"")
                        && rule.path("ports").findValuesAsText("port").contains("8080");
            }
            assertThat(letIn).as(service).isTrue();
        }
    }

    @Test
    void theApiIsNarrowedToWhoIsNamed() {
        Rendered narrow = Chart.render(
                Chart.EXTERNAL,
                "{networkPolicy: {apiFrom: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress}}}]}}");
        JsonNode ingress =
                narrow.one("NetworkPolicy", "doppel-scheduler").path("spec").path("ingress");
        assertThat(ingress.path(0).path("from").toString()).contains("\"ingress\"");
        assertThat(ingress.path(1).path("from").toString()).contains("\"api\"");
        ingress.forEach(rule -> assertThat(rule.path("from").isEmpty())
                .as(rule.toString())
                .isEqualTo(rule.path("ports").findValuesAsText("port").contains("8090")));
    }
}
