package dev.doppel.charts.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds for every rendering, whatever the values. */
record Rules(Rendered rendered) {
    void check() {
        namesAreUniqueAndObjectsOwned();
        rendered.workloads().forEach(workload -> {
            podsAreConfined(workload);
            referencesExist(workload);
        });
        selectorsFindPods();
        nothingSecretInConfigMaps();
    }

    private void namesAreUniqueAndObjectsOwned() {
        Set<String> seen = new HashSet<>();
        for (JsonNode object : rendered.objects()) {
            String where = object.path("metadata").path("namespace").asText();
            assertThat(seen.add(Rendered.title(object) + "@" + where))
                    .as("twice: " + Rendered.title(object))
                    .isTrue();
            assertThat(Rendered.name(object)).hasSizeLessThanOrEqualTo(63);
            assertThat(Rendered.strings(object.path("metadata").path("labels")))
                    .as(Rendered.title(object))
                    .containsEntry("app.kubernetes.io/instance", "doppel")
                    .containsKeys("app.kubernetes.io/component", "app.kubernetes.io/version", "helm.sh/chart");
        }
    }

    private static void podsAreConfined(JsonNode workload) {
        JsonNode spec = Rendered.pod(workload).path("spec");
        String title = Rendered.title(workload);
        assertThat(spec.path("securityContext").path("runAsNonRoot").asBoolean())
                .as(title)
                .isTrue();
        assertThat(spec.path("securityContext").path("runAsUser").asInt())
                .as(title)
                .isPositive();
        assertThat(spec.path("securityContext")
                        .path("seccompProfile")
                        .path("type")
                        .asText())
                .as(title)
                .isEqualTo("RuntimeDefault");
        assertThat(spec.path("enableServiceLinks").asBoolean(true)).as(title).isFalse();
        assertThat(spec.has("automountServiceAccountToken")).as(title).isTrue();
        boolean speaksToTheApiServer = title.endsWith("-scheduler") || title.endsWith("-setup");
        assertThat(spec.path("automountServiceAccountToken").asBoolean())
                .as(title)
                .isEqualTo(speaksToTheApiServer);
        for (String no : List.of("hostNetwork", "hostPID", "hostIPC")) {
            assertThat(spec.has(no)).as(title).isFalse();
        }
        spec.path("containers").forEach(container -> {
            JsonNode security = container.path("securityContext");
            assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                    .as(title)
                    .isFalse();
            assertThat(security.path("readOnlyRootFilesystem").asBoolean())
                    .as(title)
                    .isTrue();
            assertThat(security.path("capabilities").path("drop").toString())
                    .as(title)
                    .isEqualTo("[\"ALL\"]");
            assertThat(security.path("capabilities").has("add")).as(title).isFalse();
            assertThat(container.path("resources").path("limits").has("memory"))
                    .as(title)
                    .isTrue();
            assertThat(container.path("resources").path("requests").has("cpu"))
                    .as(title)
                    .isTrue();
            assertThat(container.path("image").asText())
                    .as(title)
                    .matches(".+(:[^/]+|@sha256:[0-9a-f]{64})")
                    .doesNotEndWith(":latest");
        });
        spec.path("volumes")
                .forEach(volume -> assertThat(volume.has("hostPath")).as(title).isFalse());
    }

    private void referencesExist(JsonNode workload) {
        JsonNode spec = Rendered.pod(workload).path("spec");
        String title = Rendered.title(workload);
        Set<String> volumes = new HashSet<>();
        spec.path("volumes").forEach(volume -> {
            volumes.add(volume.path("name").asText());
            if (volume.has("configMap")
                    && !volume.path("configMap").path("name").asText().endsWith("-trust")) {
                rendered.one("ConfigMap", volume.path("configMap").path("name").asText());
            }
        });
        workload.path("spec").path("volumeClaimTemplates").forEach(claim -> volumes.add(Rendered.name(claim)));
        Set<String> mounted = new HashSet<>();
        spec.path("containers")
                .path(0)
                .path("volumeMounts")
                .forEach(mount -> mounted.add(mount.path("name").asText()));
        assertThat(mounted).as(title).isEqualTo(volumes);
        if (spec.has("serviceAccountName")
                && !spec.path("serviceAccountName").asText().equals("default")) {
            rendered.one("ServiceAccount", spec.path("serviceAccountName").asText());
        }
        spec.path("containers").path(0).path("env").forEach(one -> {
            JsonNode secret = one.path("valueFrom").path("secretKeyRef");
            String name = secret.path("name").asText();
            if (name.startsWith("doppel-token") || name.startsWith("doppel-postgres")) {
                assertThat(Rendered.container(rendered.one("Job", "doppel-setup"))
                                .path("args")
                                .toString())
                        .as(title + " " + one.path("name"))
                        .contains("--random=" + name + "/")
                        .contains("/" + secret.path("key").asText());
            }
        });
    }

    private void selectorsFindPods() {
        rendered.workloads()
                .filter(workload -> workload.path("spec").path("selector").has("matchLabels"))
                .forEach(workload -> assertThat(Rendered.strings(
                                Rendered.pod(workload).path("metadata").path("labels")))
                        .as(Rendered.title(workload))
                        .containsAllEntriesOf(Rendered.strings(
                                workload.path("spec").path("selector").path("matchLabels"))));
        rendered.all("Service")
                .forEach(service -> finds(service, service.path("spec").path("selector"), 1));
        rendered.all("PodDisruptionBudget")
                .forEach(budget ->
                        finds(budget, budget.path("spec").path("selector").path("matchLabels"), 1));
        rendered.all("NetworkPolicy").forEach(policy -> {
            JsonNode selector = policy.path("spec").path("podSelector").path("matchLabels");
            finds(policy, selector, selector.has("app.kubernetes.io/component") ? 1 : 5);
            policy.findValues("podSelector").forEach(peer -> {
                if (peer.path("matchLabels").has("app.kubernetes.io/component")) {
                    finds(policy, peer.path("matchLabels"), 1);
                }
            });
        });
        rendered.all("HorizontalPodAutoscaler").forEach(scaler -> {
            JsonNode target = scaler.path("spec").path("scaleTargetRef");
            JsonNode workload = rendered.one(
                    target.path("kind").asText(), target.path("name").asText());
            assertThat(workload.path("spec").has("replicas"))
                    .as("its number is the autoscaler's")
                    .isFalse();
        });
        rendered.all("Ingress")
                .forEach(ingress -> ingress.findValues("service").forEach(service -> {
                    JsonNode found =
                            rendered.one("Service", service.path("name").asText());
                    assertThat(found.path("spec").path("ports").findValuesAsText("name"))
                            .contains(service.path("port").path("name").asText());
                }));
    }

    private void finds(JsonNode object, JsonNode selector, int atLeast) {
        Map<String, String> wanted = Rendered.strings(selector);
        if (wanted.containsKey("k8s-app")) {
            return;
        }
        assertThat(wanted).as(Rendered.title(object)).isNotEmpty();
        List<String> found = rendered.workloads()
                .filter(workload -> Rendered.strings(
                                Rendered.pod(workload).path("metadata").path("labels"))
                        .entrySet()
                        .containsAll(wanted.entrySet()))
                .map(Rendered::title)
                .toList();
        assertThat(found.size())
                .as(Rendered.title(object) + " finds " + found + " by " + wanted)
                .isGreaterThanOrEqualTo(atLeast);
        if (atLeast == 1) {
            assertThat(found).as(Rendered.title(object)).hasSize(1);
        }
    }

    private void nothingSecretInConfigMaps() {
        assertThat(rendered.all("Secret"))
                .as("the chart holds no Secret: the job makes them")
                .isEmpty();
        rendered.all("ConfigMap")
                .forEach(map -> Rendered.strings(map.path("data")).forEach((key, value) -> {
                    assertThat(key)
                            .as(Rendered.title(map))
                            .doesNotMatch("(?i).*(password|_token$|jaas|private|secret$).*");
                    assertThat(value).as(Rendered.title(map)).doesNotContain("PRIVATE KEY");
                }));
    }
}
