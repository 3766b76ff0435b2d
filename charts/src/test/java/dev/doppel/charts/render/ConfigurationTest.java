package dev.doppel.charts.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.dns.config.DnsConfig;
import dev.doppel.mock.config.MockConfig;
import dev.doppel.results.config.ResultsConfig;
import dev.doppel.runner.config.RunnerConfig;
import dev.doppel.scheduler.config.SchedulerConfig;
import dev.doppel.scheduler.kubernetes.config.KubernetesConfig;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the chart tells the services is what they understand. */
class ConfigurationTest {
    static final java.util.List<String> services = Rendered.SERVICES;

    private static final Set<String> OF_THE_RUNTIME =
            Set.of("JDK_JAVA_OPTIONS", "QUARKUS_HTTP_PORT", "QUARKUS_SHUTDOWN_TIMEOUT");
    /** Used within the chart's own values, by {@code $(NAME)}. */
    private static final Set<String> OF_THE_CHART = Set.of("DOPPEL_BROKER_USER", "DOPPEL_BROKER_PASSWORD");

    @ParameterizedTest
    @FieldSource("services")
    void everyVariableStandsForAKeyThatExists(String service) {
        Set<String> known = new TreeSet<>(ConfigKeys.variables(service));
        known.addAll(OF_THE_RUNTIME);
        known.addAll(OF_THE_CHART);
        known.add("TZ");
        ProducerConfig.configNames().forEach(name -> known.add(kafkaVariable(name)));
        ConsumerConfig.configNames().forEach(name -> known.add(kafkaVariable(name)));
        String properties = ConfigKeys.properties(service).toString();
        for (String matrix :
                new String[] {"external", "secured", "mutual-tls", "large", "pool", "evaluation-persistent"}) {
            Rendered rendered = Rendered.parse(Chart.text(file(matrix)));
            for (String name : rendered.environment(service).keySet()) {
                assertThat(known.contains(name)
                                || properties.contains("${" + name + ":")
                                || namedDatasource(name, service))
                        .as(matrix + ": " + service + "-svc has no configuration " + name)
                        .isTrue();
            }
        }
    }

    private static boolean namedDatasource(String variable, String service) {
        return variable.matches("QUARKUS_DATASOURCE_" + (service.equals("results") ? "_RESULTS_" : "SCHEDULER")
                + "_(JDBC_URL|REACTIVE_(TRUST_CERTIFICATE_PEM(_CERTS)?|HOSTNAME_VERIFICATION_ALGORITHM))");
    }

    private static String kafkaVariable(String name) {
        return "KAFKA_" + name.toUpperCase(java.util.Locale.ROOT).replace('.', '_');
    }

    @Test
    void theServicesReadTheirEnvironmentAsItIsMeant() {
        Rendered rendered = Chart.render(Chart.EXTERNAL, """
                egress: {default: block, allow: [api.example.com, "*.example.org"], deny: [192.0.2.0/24]}
                ingress: {enabled: true, host: doppel.example.com}
                scheduler: {config: {max-parallel: 40, lease: 20s}}
                mock: {config: {room: 50}}
                """);
        SchedulerConfig scheduler = load(rendered, "scheduler").getConfigMapping(SchedulerConfig.class);
        assertThat(scheduler.provider()).isEqualTo("kubernetes");
        assertThat(scheduler.database().url()).isEqualTo("postgresql://db.example.com:5432/doppel?sslmode=prefer");
        assertThat(scheduler.egressDefault()).isEqualTo(SchedulerConfig.EgressDefault.BLOCK);
        assertThat(scheduler.egressAllow()).contains(java.util.List.of("api.example.com", "*.example.org"));
        assertThat(scheduler.allowedHosts())
                .contains("localhost", "doppel.example.com", "doppel-results", "doppel-scheduler.doppel-system.svc");
        assertThat(scheduler.maxParallel()).isEqualTo(40);
        assertThat(scheduler.lease()).isEqualTo(Duration.ofSeconds(20));
        assertThat(scheduler.topicReplication()).isEqualTo((short) 3);

        MockConfig mock = load(rendered, "mock").getConfigMapping(MockConfig.class);
        assertThat(mock.room()).isEqualTo(50);
        assertThat(mock.caDir()).isEqualTo(Path.of("/etc/doppel/ca"));
        assertThat(mock.egressDeny()).contains(java.util.List.of("192.0.2.0/24"));
        assertThat(mock.address()).as("the pod's").contains("<from>");
        assertThat(load(rendered, "dns").getConfigMapping(DnsConfig.class).address())
                .isEqualTo("<from>");

        SmallRyeConfig results = load(rendered, "results");
        assertThat(results.getConfigMapping(ResultsConfig.class).allowedHosts()).contains("doppel.example.com");
        assertThat(results.getValue("quarkus.datasource.\"results\".reactive.url", String.class))
                .isEqualTo("postgresql://db.example.com:5432/doppel?sslmode=prefer");
    }

    @Test
    void bothDatasourcesVerifyTheServerWhenTheyAreToldTo() {
        Rendered rendered = Rendered.parse(Chart.text(file("secured")));
        for (String service : new String[] {"scheduler", "results"}) {
            SmallRyeConfig config = load(rendered, service);
            String source =
                    service.equals("results") ? "quarkus.datasource.\"results\"" : "quarkus.datasource.scheduler";
            assertThat(config.getValue(source + ".jdbc.url", String.class))
                    .isEqualTo(
                            "jdbc:postgresql://db.example.com:5432/doppel?sslmode=verify-full&sslrootcert=/etc/doppel/postgres-ca/ca.pem");
            assertThat(config.getValue(source + ".reactive.trust-certificate-pem", Boolean.class))
                    .isTrue();
            assertThat(config.getValue(source + ".reactive.trust-certificate-pem.certs", String.class))
                    .isEqualTo("/etc/doppel/postgres-ca/ca.pem");
        }
    }

    @Test
    void theClusterWaitsForAReplicaAsLongAsTheReplicaForItsInstances() {
        Rendered rendered = Chart.render(Chart.EXTERNAL);
        Duration mock =
                load(rendered, "mock").getConfigMapping(MockConfig.class).drainLimit();
        Duration runner =
                load(rendered, "runner").getConfigMapping(RunnerConfig.class).drainLimit();
        assertThat(grace(rendered, "mock")).isGreaterThan(mock.plusSeconds(30));
        assertThat(grace(rendered, "runner")).isGreaterThan(runner.plusSeconds(30));
        assertThat(grace(rendered, "mock"))
                .as("what a runner that drains still runs needs its mock-svc")
                .isGreaterThan(grace(rendered, "runner"));
    }

    private static Duration grace(Rendered rendered, String service) {
        return Duration.ofSeconds(Rendered.pod(rendered.workload(service))
                .path("spec")
                .path("terminationGracePeriodSeconds")
                .asInt());
    }

    @Test
    void theProviderReadsItsEnvironmentAsItIsMeant() {
        Rendered rendered = Chart.render(Chart.EXTERNAL, "{environments: {namespacePrefix: e2e, limit: 10}}");
        KubernetesConfig kubernetes =
                ConfigKeys.load(KubernetesConfig.class, "scheduler", rendered.environment("scheduler"));
        assertThat(kubernetes.namespacePrefix()).isEqualTo("e2e");
        assertThat(kubernetes.environments()).isEqualTo(10);
        assertThat(kubernetes.platformNamespace()).isEqualTo("doppel-system");
        assertThat(kubernetes.installation()).isEqualTo("doppel");
        assertThat(kubernetes.address()).as("the pod's").contains("<from>");
        assertThat(kubernetes.gate().image())
                .isEqualTo(Rendered.container(rendered.workload("scheduler"))
                        .path("image")
                        .asText());
        for (String service : new String[] {"mock", "dns", "runner", "scheduler"}) {
            String selector = switch (service) {
                case "mock" -> kubernetes.mockSelector();
                case "dns" -> kubernetes.dnsSelector();
                case "runner" -> kubernetes.runnerSelector();
                default -> kubernetes.schedulerSelector();
            };
            String[] pair = selector.split("=");
            assertThat(Rendered.strings(Rendered.pod(rendered.workload(service))
                            .path("metadata")
                            .path("labels")))
                    .as("environments open themselves to pods with this label")
                    .containsEntry(pair[0], pair[1]);
        }
        int last = kubernetes.firstPort() + kubernetes.environments() * kubernetes.portsPerEnvironment() - 1;
        for (String holder : new String[] {"mock", "dns"}) {
            assertThat(rendered.one("NetworkPolicy", "doppel-" + holder).toString())
                    .as("exactly the ports that the provider gives out")
                    .contains("\"port\":" + kubernetes.firstPort() + ",\"endPort\":" + last);
        }
        JsonNode canary = Rendered.container(rendered.workload("scheduler")).path("ports");
        assertThat(canary.findValuesAsText("containerPort")).contains(Integer.toString(kubernetes.canaryPort()));
    }

    private static SmallRyeConfig load(Rendered rendered, String service) {
        Map<String, String> environment = rendered.environment(service);
        return ConfigKeys.load(service, environment);
    }

    private static Path file(String name) {
        Path file = Chart.ROOT.resolve("charts/src/test/resources/matrix/" + name + ".yaml");
        assertThat(Files.exists(file)).isTrue();
        return file;
    }
}
