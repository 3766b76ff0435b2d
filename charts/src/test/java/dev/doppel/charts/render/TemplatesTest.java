package dev.doppel.charts.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each template renders beyond the rules for all. */
class TemplatesTest {
    private final Rendered external = Chart.render(Chart.EXTERNAL);

    private static JsonNode spec(JsonNode workload) {
        return Rendered.pod(workload).path("spec");
    }

    @Test
    void allFiveRunTwiceUnlessToldOtherwise() {
        for (String service : Rendered.SERVICES) {
            assertThat(external.workload(service).path("spec").path("replicas").asInt())
                    .as(service)
                    .isEqualTo(2);
            assertThat(external.has("PodDisruptionBudget", "doppel-" + service))
                    .as(service)
                    .isTrue();
        }
        assertThat(Chart.evaluation()
                        .workload("mock")
                        .path("spec")
                        .path("replicas")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void replicasAreNamedAfterTheirPodsAndAnnounceItsAddress() {
        for (String service : Rendered.SERVICES) {
            String prefix = "DOPPEL_" + service.toUpperCase(java.util.Locale.ROOT);
            JsonNode env = Rendered.container(external.workload(service)).path("env");
            assertThat(fieldPath(env, prefix + "_REPLICA")).isEqualTo("metadata.name");
            if (List.of("mock", "dns").contains(service)) {
                assertThat(fieldPath(env, prefix + "_ADDRESS")).isEqualTo("status.podIP");
            }
        }
    }

    private static String fieldPath(JsonNode env, String name) {
        for (JsonNode one : env) {
            if (one.path("name").asText().equals(name)) {
                return one.path("valueFrom").path("fieldRef").path("fieldPath").asText();
            }
        }
        return "absent";
    }

    @Test
    void probesAskTheHealthOfTheService() {
        for (String service : Rendered.SERVICES) {
            JsonNode container = Rendered.container(external.workload(service));
            assertThat(container
                            .path("startupProbe")
                            .path("httpGet")
                            .path("path")
                            .asText())
                    .isEqualTo("/q/health/started");
            assertThat(container
                            .path("livenessProbe")
                            .path("httpGet")
                            .path("path")
                            .asText())
                    .isEqualTo("/q/health/live");
            assertThat(container
                            .path("readinessProbe")
                            .path("httpGet")
                            .path("path")
                            .asText())
                    .isEqualTo("/q/health/ready");
            assertThat(container.path("ports").path(0).path("containerPort").asInt())
                    .isEqualTo(8080);
        }
    }

    @Test
    void onlyMockSvcAndTheJobSeeTheAuthority() {
        external.workloads().forEach(workload -> {
            boolean sees = spec(workload).toString().contains("doppel-ca");
            assertThat(sees)
                    .as(Rendered.title(workload))
                    .isEqualTo(List.of("StatefulSet/doppel-mock", "Job/doppel-setup")
                            .contains(Rendered.title(workload)));
        });
        JsonNode role = external.one("Role", "doppel-setup");
        assertThat(role.path("rules").path(0).path("resourceNames").toString()).isEqualTo("[\"doppel-ca\"]");
        assertThat(role.path("rules").path(0).path("verbs").toString()).isEqualTo("[\"get\"]");
    }

    @Test
    void aGivenAuthorityIsNeitherMadeNorMayItBe() {
        Rendered given =
                Rendered.parse(Chart.text(Chart.ROOT.resolve("charts/src/test/resources/matrix/secured.yaml")));
        JsonNode job = given.one("Job", "doppel-setup");
        assertThat(Rendered.container(job).path("args").toString())
                .contains("--secret=company-test-ca", "--certificate-key=ca.crt", "--must-exist")
                .doesNotContain("--random");
        assertThat(given.one("Role", "doppel-setup")
                        .path("rules")
                        .path(2)
                        .path("resources")
                        .toString())
                .isEqualTo("[\"configmaps\"]");
        JsonNode items = spec(given.workload("mock")).findValue("secret").path("items");
        assertThat(items.path(0).path("key").asText() + ">"
                        + items.path(0).path("path").asText())
                .isEqualTo("ca.crt>ca.pem");
    }

    @Test
    void theJobRunsBeforeTheReleaseAndLeavesNoRights() {
        for (String kind : List.of("ServiceAccount", "Role", "RoleBinding", "Job")) {
            JsonNode annotations =
                    external.one(kind, "doppel-setup").path("metadata").path("annotations");
            assertThat(annotations.path("doppel.test/hook").asText()).isEqualTo("pre-install,pre-upgrade");
            assertThat(annotations.path("doppel.test/hook-delete-policy").asText())
                    .contains("hook-succeeded");
        }
    }

    @Test
    void aChangedConfigurationRestartsItsServiceOnly() {
        Rendered changed = Chart.render(Chart.EXTERNAL, "{mock: {config: {room: 7}}}");
        for (String service : Rendered.SERVICES) {
            String before = checksum(external, service);
            assertThat(before).hasSize(64);
            assertThat(checksum(changed, service).equals(before)).as(service).isEqualTo(!service.equals("mock"));
        }
    }

    private static String checksum(Rendered rendered, String service) {
        return Rendered.pod(rendered.workload(service))
                .path("metadata")
                .path("annotations")
                .path("checksum/config")
                .asText();
    }

    @Test
    void mockSvcKeepsItsName() {
        JsonNode mock = external.workload("mock");
        assertThat(mock.path("kind").asText()).isEqualTo("StatefulSet");
        assertThat(external.one("Service", "doppel-mock")
                        .path("spec")
                        .path("clusterIP")
                        .asText())
                .isEqualTo("None");
        assertThat(mock.path("spec").path("serviceName").asText()).isEqualTo("doppel-mock");
    }

    @Test
    void imagesTakeRegistryTagAndDigest() {
        String image =
                Rendered.container(external.workload("dns")).path("image").asText();
        assertThat(image).isEqualTo("doppel/dns-svc:0.1.0-SNAPSHOT");
        Rendered other = Chart.render(Chart.EXTERNAL, """
                image: {registry: registry.example.com/a, tag: "9"}
                dns: {image: {tag: "10"}}
                mock: {image: {digest: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}}
                """);
        assertThat(Rendered.container(other.workload("runner")).path("image").asText())
                .isEqualTo("registry.example.com/a/doppel/runner-svc:9");
        assertThat(Rendered.container(other.workload("dns")).path("image").asText())
                .endsWith("dns-svc:10");
        assertThat(Rendered.container(other.workload("mock")).path("image").asText())
                .contains("mock-svc@sha256:0123");
    }

    @Test
    void saslPasswordsComeFromTheirSecretAndStandNowhere() {
        Rendered secured =
                Rendered.parse(Chart.text(Chart.ROOT.resolve("charts/src/test/resources/matrix/secured.yaml")));
        for (String service : Rendered.SERVICES) {
            assertThat(secured.environment(service))
                    .containsEntry("DOPPEL_BROKER_PASSWORD", "<from>")
                    .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
                    .containsEntry("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM")
                    .hasEntrySatisfying(
                            "KAFKA_SASL_JAAS_CONFIG",
                            jaas -> assertThat(jaas)
                                    .isEqualTo(
                                            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                                    + " username=\"$(DOPPEL_BROKER_USER)\" password=\"$(DOPPEL_BROKER_PASSWORD)\";"));
        }
    }

    @Test
    void theIngressLeadsEachPathToItsService() {
        Rendered rendered = Chart.render(Chart.EXTERNAL, "{ingress: {enabled: true, host: d.example.com}}");
        JsonNode paths = rendered.one("Ingress", "doppel-api")
                .path("spec")
                .path("rules")
                .path(0)
                .path("http")
                .path("paths");
        assertThat(paths.findValuesAsText("path")).containsExactlyInAnyOrder("/api/v1/runs", "/api/v1/results");
        paths.forEach(path -> assertThat(
                        path.path("backend").path("service").path("name").asText())
                .isEqualTo(path.path("path").asText().endsWith("runs") ? "doppel-scheduler" : "doppel-results"));
        assertThat(external.all("Ingress")).isEmpty();
    }

    @Test
    void autoscalersFollowTheProcessorAndComeDownSlowly() {
        Rendered large = Rendered.parse(Chart.text(Chart.ROOT.resolve("charts/src/test/resources/matrix/large.yaml")));
        for (String service : List.of("mock", "runner")) {
            JsonNode scaler =
                    large.one("HorizontalPodAutoscaler", "doppel-" + service).path("spec");
            assertThat(scaler.path("minReplicas").asInt()).isEqualTo(2);
            assertThat(scaler.path("maxReplicas").asInt()).isEqualTo(service.equals("mock") ? 20 : 8);
            assertThat(scaler.at("/metrics/0/resource/target/averageUtilization")
                            .asInt())
                    .isBetween(50, 90);
            assertThat(scaler.at("/behavior/scaleDown/stabilizationWindowSeconds")
                            .asInt())
                    .isGreaterThanOrEqualTo(300);
            assertThat(large.workload(service).path("spec").has("replicas")).isFalse();
        }
        assertThat(external.all("HorizontalPodAutoscaler")).isEmpty();
        assertThat(large.one("PodDisruptionBudget", "doppel-results")
                        .at("/spec/maxUnavailable")
                        .asText())
                .isEqualTo("50%");
        assertThat(Chart.evaluation().all("PodDisruptionBudget"))
                .as("a budget of one pod would block every drained node")
                .isEmpty();
    }

    @Test
    void admissionConfinesTheSchedulerWhereTheClusterKnowsHow() {
        JsonNode policy = external.one("ValidatingAdmissionPolicy", "doppel-system-doppel-scheduler")
                .path("spec");
        assertThat(policy.path("matchConditions").path(0).path("expression").asText())
                .isEqualTo("request.userInfo.username == 'system:serviceaccount:doppel-system:doppel-scheduler'");
        assertThat(policy.path("validations").path(0).path("expression").asText())
                .isEqualTo("variables.where.startsWith('doppel-env-')");
        assertThat(Rendered.parse(Chart.text(
                                "1.28.0", Chart.ROOT.resolve("charts/src/test/resources/matrix/external.yaml")))
                        .all("ValidatingAdmissionPolicy"))
                .isEmpty();
    }

    @Test
    void aPoolNeedsNoClusterWideRight() {
        Rendered pool = Rendered.parse(Chart.text(Chart.ROOT.resolve("charts/src/test/resources/matrix/pool.yaml")));
        assertThat(pool.all("ClusterRole")).isEmpty();
        assertThat(pool.all("ClusterRoleBinding")).isEmpty();
        assertThat(pool.all("Role")
                        .map(role -> role.path("metadata").path("namespace").asText()))
                .contains("tests-1", "tests-2", "tests-3");
        assertThat(pool.all("Role").flatMap(role -> role.findValuesAsText("resources").stream()))
                .doesNotContain("namespaces");
    }

    @Test
    void rightsNameVerbsAndResourcesOneByOne() {
        external.objects().stream()
                .filter(object -> object.path("kind").asText().endsWith("Role"))
                .forEach(role -> role.path("rules").forEach(rule -> {
                    assertThat(rule.toString()).doesNotContain("\"*\"");
                    assertThat(rule.path("verbs").toString()).doesNotContain("escalate", "bind", "impersonate");
                }));
    }

    @Test
    void theTestPodRunsADefinitionWithTheOperatorsToken() {
        JsonNode pod = external.one("Pod", "doppel-test");
        assertThat(pod.path("metadata")
                        .path("annotations")
                        .path("doppel.test/hook")
                        .asText())
                .isEqualTo("test");
        assertThat(Rendered.container(pod).path("args").toString())
                .isEqualTo("[\"run\",\"--server=http://doppel-api:8080\",\"/project\"]");
        assertThat(external.one("ConfigMap", "doppel-test")
                        .path("data")
                        .path("hello.yaml")
                        .asText())
                .contains("name: helm-test");
    }

    @Test
    void theEvaluationBringsItsOwnStores() {
        Rendered evaluation = Chart.evaluation();
        assertThat(evaluation.environment("runner")).containsEntry("KAFKA_BOOTSTRAP_SERVERS", "doppel-kafka:9092");
        assertThat(evaluation.environment("runner")).containsEntry("DOPPEL_RUNNER_TOPIC_REPLICATION", "1");
        assertThat(evaluation.environment("results"))
                .containsEntry("DOPPEL_POSTGRES", "doppel-postgres:5432/doppel?sslmode=disable");
        assertThat(external.has("StatefulSet", "doppel-kafka")).isFalse();
        assertThat(external.has("StatefulSet", "doppel-postgres")).isFalse();
    }
}
