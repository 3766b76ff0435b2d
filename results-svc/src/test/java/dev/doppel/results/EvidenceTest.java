package dev.doppel.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.environment.Egress;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.id.ReplicaId;
import dev.doppel.contract.result.InstanceRef;
import dev.doppel.contract.result.InstanceState;
import dev.doppel.contract.result.RunAccepted;
import dev.doppel.contract.result.Verdict;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.testkit.contract.PublishedRecords;
import dev.doppel.testkit.kafka.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Masking, long bodies, streams, unreadable records, access, retention. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class EvidenceTest extends ServiceTestBase {
    @AfterAll
    static void whatItSaidFitsTheContract() {
        PublishedRecords.fitTheContract("/results-svc/", "dev.doppel.exchange");
    }

    @Test
    void credentialsAreNeitherStoredNorPassedOn() throws Exception {
        Exchange raw = sample.exchange("a", 1, 1, "api.stripe.com", null);
        service.publish(sample.accepted("a"), sample.state("a", 1, InstanceState.RUNNING, "running"), raw);
        String stored = service.await(path("/exchanges"), r -> r.body().contains("\"x1\""))
                .body();
        assertThat(stored)
                .contains("Bearer ***")
                .doesNotContain("sk_live")
                .doesNotContain("sid=1")
                .doesNotContain("k-1\"");
        ConsumerRecord<String, byte[]> published = firstOf(Topic.PUBLIC_EXCHANGES, raw.key());
        String text = new String(published.value(), StandardCharsets.UTF_8);
        assertThat(text)
                .contains("Bearer ***")
                .contains("expand=customer&api_key=***")
                .doesNotContain("sk_live");
        assertThat(KafkaRecords.read(published)).isInstanceOf(Exchange.class);
    }

    @Test
    void valuesThatADefinitionCallsSecretAreMaskedEverywhere() throws Exception {
        String secret = "corr\"ect-horse";
        service.publish(
                sample.accepted("a"),
                new EnvironmentState(
                        sample.attempt("a", 1),
                        sample.id(),
                        "a",
                        1,
                        Phase.PREPARING,
                        new ReplicaId("mock-0"),
                        List.of(),
                        List.of(),
                        "10.0.0.1",
                        List.of(),
                        null,
                        List.of(),
                        new Egress(Egress.Policy.PASSTHROUGH, List.of()),
                        "token",
                        1000,
                        List.of(secret)));
        service.await(
                path(""), r -> secrets.of(sample.instance("a")).text(secret).equals("***"));
        String body = MessageCodec.json().writeValueAsString(Map.of("password", secret));
        service.publish(
                sample.exchange("a", 1, 1, "orders", new CapturedBody(body.length(), false, body, null, null)),
                sample.console("a", 1, 1, "logging in with " + secret),
                sample.tests("a", 1, Verdict.FAILED, "no " + secret, 1),
                sample.finished("a", 1, Verdict.FAILED, "no " + secret),
                sample.ended(Verdict.FAILED));
        String dump = service.awaitOk(path("/dump.json"));
        assertThat(dump).contains("logging in with ***").contains("no ***").doesNotContain("ect-horse");
        assertThat(service.awaitOk(path("/junit.xml"))).contains("no ***").doesNotContain("ect-horse");
        ConsumerRecord<String, byte[]> published =
                firstOf(Topic.PUBLIC_EXCHANGES, sample.instance("a").value());
        assertThat(new String(published.value(), StandardCharsets.UTF_8)).doesNotContain("ect-horse");
    }

    @Test
    void longBodiesAndDefinitionsComeFromBlobs() throws Exception {
        byte[] body = ("{\"text\":\"" + "x".repeat(700_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        BlobRef bodyRef = service.blob(body);
        BlobRef definition = service.blob("{\"name\":\"a\",\"items\":[]}".getBytes(StandardCharsets.UTF_8));
        service.publish(
                new RunAccepted(
                        sample.id(),
                        Sample.at(0),
                        "shop",
                        null,
                        List.of(new InstanceRef(sample.instance("a"), "a", "a.yaml", definition)),
                        List.of(),
                        List.of()),
                sample.exchange("a", 1, 1, "orders", new CapturedBody(body.length, false, null, null, bodyRef)),
                sample.tests("a", 1, Verdict.PASSED, null, 1),
                sample.finished("a", 1, Verdict.PASSED, null),
                sample.ended(Verdict.PASSED));
        JsonNode dump = MessageCodec.json().readTree(service.awaitOk(path("/dump.json")));
        assertThat(dump.at("/instances/0/httpLogs/0/responseBody/text").asText())
                .hasSize(700_000);
        assertThat(dump.at("/instances/0/definition/name").asText()).isEqualTo("a");
        ConsumerRecord<String, byte[]> published =
                firstOf(Topic.PUBLIC_EXCHANGES, sample.instance("a").value());
        Exchange shown = (Exchange) KafkaRecords.read(published);
        assertThat(published.value()).hasSizeLessThan(512 * 1024);
        assertThat(shown.response().body().truncated()).isTrue();
        assertThat(shown.response().body().blob()).isNull();
    }

    @Test
    void theEndOfAStreamReplacesItsHead() throws Exception {
        Exchange head = sample.exchange("a", 1, 1, "orders", null);
        Exchange end = sample.exchange("a", 1, 2, "orders", null);
        Exchange endOfHead = new Exchange(
                end.attempt(),
                2,
                1,
                "x1",
                end.state(),
                null,
                "orders",
                true,
                end.request(),
                end.response(),
                end.receivedAt(),
                99_000,
                end.answeredBy(),
                null,
                true,
                null,
                null,
                null,
                List.of());
        service.publish(sample.accepted("a"), sample.state("a", 1, InstanceState.RUNNING, "running"), head, endOfHead);
        service.await(path("/exchanges"), r -> r.body().contains("\"responseTime\":99"));
        assertThat(service.json(path("/exchanges")).path("exchanges")).hasSize(1);
    }

    @Test
    void unreadableRecordsAreBuriedAndStopNobody() throws Exception {
        for (Topic topic : List.of(Topic.RESULTS, Topic.EXCHANGES, Topic.EVIDENCE)) {
            service.send(new ProducerRecord<>(topic.topicName(), sample.run(), new byte[] {1, 2, 3}));
        }
        publishEverything();
        service.awaitOk(path("/junit.xml"));
        ConsumerRecord<String, byte[]> buried = firstOf(Topic.DEAD, sample.run());
        assertThat(buried.value()).containsExactly(1, 2, 3);
        assertThat(new String(buried.headers().lastHeader("doppel-dead-reason").value(), StandardCharsets.UTF_8))
                .contains("ce_type");
    }

    @Test
    void whatPostgresRefusesIsBuriedAndStopsNobody() throws Exception {
        Exchange good = sample.exchange("a", 1, 1, "orders", null);
        Exchange beyondAllTime = new Exchange(
                good.attempt(),
                2,
                2,
                "x2",
                good.state(),
                null,
                "orders",
                true,
                good.request(),
                good.response(),
                Instant.parse("+900000-01-01T00:00:00Z"),
                1,
                good.answeredBy(),
                null,
                true,
                null,
                null,
                null,
                List.of());
        service.publish(sample.accepted("a"), sample.state("a", 1, InstanceState.RUNNING, "running"));
        service.later(beyondAllTime);
        service.publish(good);
        service.await(path("/exchanges"), r -> r.body().contains("\"x1\""));
        ConsumerRecord<String, byte[]> buried = firstOf(Topic.DEAD, good.key());
        assertThat(((Exchange) KafkaRecords.read(buried)).id()).isEqualTo("x2");
    }

    @Test
    void foreignHostsOriginsAndCallersAreRefused() throws Exception {
        assertThat(service.get("/api/v1/results", "accept", "*/*").statusCode()).isEqualTo(401);
        assertThat(service.get("/api/v1/results", "Authorization", "Bearer wrong")
                        .statusCode())
                .isEqualTo(401);
        assertThat(service.get(
                                "/api/v1/results",
                                "Authorization",
                                "Bearer test-token",
                                "Origin",
                                "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(service.get(
                                "/api/v1/results",
                                "Authorization",
                                "Bearer test-token",
                                "Origin",
                                "http://localhost:3000")
                        .statusCode())
                .isEqualTo(200);
        assertThat(service.rawStatus("evil.example")).contains(" 421 ");
        assertThat(service.get("/q/health/ready", "accept", "*/*").statusCode()).isEqualTo(200);
    }

    @Test
    void aTeamSeesItsOwnRunsOnly() throws Exception {
        service.publish(sample.acceptedOf("red", "a"), sample.exchange("a", 1, 1, "orders", null));
        service.publish(sample.tests("a", 1, Verdict.PASSED, null, 1), sample.finished("a", 1, Verdict.PASSED, null));
        service.publish(sample.ended(Verdict.PASSED));
        service.awaitOk(path("/junit.xml"));
        String[] red = {"Authorization", "Bearer token-of-team-red"};
        String[] blue = {"Authorization", "Bearer token-of-team-blue"};
        for (String view : List.of("", "/exchanges", "/junit.xml", "/dump.json")) {
            assertThat(service.get(path(view), red).statusCode())
                    .as("red " + view)
                    .isEqualTo(200);
            assertThat(service.get(path(view), blue).statusCode())
                    .as("blue " + view)
                    .isEqualTo(404);
        }
        assertThat(service.get("/api/v1/results?limit=200", red).body()).contains(sample.run());
        assertThat(service.get("/api/v1/results?limit=200", blue).body()).doesNotContain(sample.run());
        assertThat(service.get("/api/v1/results?limit=200").body()).contains(sample.run());
    }

    @Test
    void onlyTheNewestRunsAreKept() throws Exception {
        service.publish(
                sample.accepted("a"), sample.exchange("a", 1, 1, "orders", null), sample.console("a", 1, 1, "x"));
        service.publish(sample.tests("a", 1, Verdict.PASSED, null, 1), sample.finished("a", 1, Verdict.PASSED, null));
        service.publish(sample.ended(Verdict.PASSED));
        service.awaitOk(path("/junit.xml"));
        Instant future = Instant.parse("2030-01-01T00:00:00Z");
        assertThat(forget.candidates(1000, Sample.AT)).doesNotContain(sample.run());
        assertThat(forget.candidates(0, Sample.AT)).contains(sample.run());
        assertThat(forget.candidates(1000, future)).contains(sample.run());
        forget.run(sample.run());
        forget.orphans(Instant.EPOCH);
        assertThat(service.get(path("")).statusCode()).isEqualTo(404);
        assertThat(queries.countExchanges(sample.instance("a").value(), 1)).isZero();
        service.publish(sample.exchange("a", 1, 1, "orders", null), sample.tests("a", 1, Verdict.PASSED, null, 1));
        Sample fence = new Sample(sample.run() + "-fence");
        service.publish(fence.accepted("one"));
        service.awaitOk("/api/v1/results/" + fence.run());
        assertThat(service.get(path("")).statusCode()).isEqualTo(404);
    }

    @Test
    void reportsHoldAllConsoleLinesPublishedBeforeTheEnd() throws Exception {
        service.publish(sample.accepted("a"));
        for (int line = 1; line <= 400; line++) {
            service.later(sample.console("a", 1, line, "line " + line));
        }
        service.publish(sample.tests("a", 1, Verdict.PASSED, null, 0), sample.finished("a", 1, Verdict.PASSED, null));
        service.publish(sample.ended(Verdict.PASSED));
        JsonNode dump = MessageCodec.json().readTree(service.awaitOk(path("/dump.json")));
        assertThat(dump.at("/instances/0/consoleLogs")).hasSize(400);
    }

    @Test
    void everyChannelSaysItsGroupItsBeginningAndWhatAFailureDoes() {
        Config config = ConfigProvider.getConfig();
        for (String topic : List.of("results", "exchanges", "evidence")) {
            String channel = "mp.messaging.incoming.results-" + topic + "-in.";
            assertThat(config.getValue(channel + "topic", String.class)).isEqualTo("doppel." + topic);
            assertThat(config.getValue(channel + "group.id", String.class)).isEqualTo("results-svc-" + topic);
            assertThat(config.getValue(channel + "auto.offset.reset", String.class))
                    .isEqualTo("earliest");
            assertThat(config.getValue(channel + "failure-strategy", String.class))
                    .isEqualTo("fail");
            assertThat(config.getValue(channel + "commit-strategy", String.class))
                    .isEqualTo("latest");
            assertThat(config.getValue(channel + "batch", Boolean.class)).isTrue();
        }
        for (String channel : List.of("results-public-exchanges-out", "results-dead-out")) {
            assertThat(config.getValue("mp.messaging.outgoing." + channel + ".acks", String.class))
                    .isEqualTo("all");
        }
    }
}
