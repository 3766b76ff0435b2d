package dev.doppel.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.environment.Egress;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.id.ReplicaId;
import dev.doppel.contract.result.InstanceRef;
import dev.doppel.contract.result.InstanceState;
import dev.doppel.contract.result.RunAccepted;
import dev.doppel.contract.result.Verdict;
import dev.doppel.platform.log.LogReader;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.results.mask.SecretValues;
import dev.doppel.results.store.EvidenceQueries;
import dev.doppel.results.store.Forget;
import dev.doppel.testkit.kafka.EmbeddedKafka;
import dev.doppel.testkit.kafka.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class ResultsTest {
    @TestHTTPResource("/")
    URI base;

    @Inject
    Forget forget;

    @Inject
    SecretValues secrets;

    @Inject
    EvidenceQueries queries;

    private Service service;
    private Sample sample;

    @BeforeEach
    void open() {
        service = new Service(base);
        sample = new Sample("run-" + UUID.randomUUID().toString().substring(0, 8));
    }

    @AfterEach
    void close() {
        service.close();
    }

    private String path(String tail) {
        return "/api/v1/results/" + sample.run() + tail;
    }

    private void publishAll(List<Message> messages) throws Exception {
        service.publish(messages.toArray(Message[]::new));
    }

    @Test
    void unknownRunIsAProblem() throws Exception {
        HttpResponse<String> response = service.get(path(""));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(response.body()).contains(sample.run());
    }

    @Test
    void reportsWaitForTheFinalRecordAndForAnnouncedExchanges() throws Exception {
        publishAll(sample.everyKind());
        HttpResponse<String> running = service.await(path("/junit.xml"), r -> r.statusCode() == 202);
        assertThat(running.headers().firstValue("retry-after")).hasValue("1");
        assertThat(running.body()).contains("has not ended");
        service.publish(sample.ended(Verdict.FAILED));
        service.await(path("/junit.xml"), r -> r.body().contains("0 of 2 exchanges"));
        service.publish(sample.exchange("charges", 1, 1, "orders", null));
        service.publish(sample.exchange("charges", 1, 2, "api.stripe.com", null));
        assertThat(service.awaitOk(path("/junit.xml"))).contains("<testsuites");
        assertThat(service.json(path("")).path("complete").asBoolean()).isTrue();
    }

    @Test
    void duplicatesInAnyOrderChangeNothing() throws Exception {
        List<Message> messages = new ArrayList<>(sample.everyKind());
        messages.add(sample.exchange("charges", 1, 1, "orders", null));
        messages.add(sample.exchange("charges", 1, 2, "api.stripe.com", null));
        messages.add(sample.ended(Verdict.FAILED));
        publishAll(messages);
        String junit = service.awaitOk(path("/junit.xml"));
        JsonNode dump = MessageCodec.json().readTree(service.awaitOk(path("/dump.json")));
        publishAll(messages);
        Sample fence = new Sample(sample.run() + "-fence");
        service.publish(
                fence.accepted("one"),
                fence.state("one", 1, InstanceState.RUNNING, "running"),
                fence.exchange("one", 1, 1, "orders", null),
                fence.console("one", 1, 1, "x"));
        service.await(
                "/api/v1/results/" + fence.run() + "/exchanges", r -> r.body().contains("x1"));
        assertThat(service.awaitOk(path("/junit.xml"))).isEqualTo(junit);
        JsonNode again = MessageCodec.json().readTree(service.awaitOk(path("/dump.json")));
        assertThat(again.at("/instances/0/httpLogs")).isEqualTo(dump.at("/instances/0/httpLogs"));
        assertThat(again.at("/instances/0/consoleLogs")).isEqualTo(dump.at("/instances/0/consoleLogs"));
        assertThat(again.at("/instances/0/testExecutionLogs")).hasSameSizeAs(dump.at("/instances/0/testExecutionLogs"));
    }

    private void publishEverything() throws Exception {
        publishAll(sample.everyKind());
        service.publish(
                sample.exchange("charges", 1, 1, "orders", null),
                sample.exchange("charges", 1, 2, "api.stripe.com", null),
                sample.ended(Verdict.ERROR));
    }

    @Test
    void D182_junitHasACasePerTestErrorsForTheEnvironmentAndSkippedOnes() throws Exception {
        publishEverything();
        Document junit = xml(service.awaitOk(path("/junit.xml")));
        assertThat(junit.getDocumentElement().getTagName()).isEqualTo("testsuites");
        assertThat(cases(junit, "charges")).containsExactly("pays once failure", "ships");
        assertThat(cases(junit, "happy")).containsExactly("pays");
        assertThat(cases(junit, "broken-env")).containsExactly("pays skipped", "environment error");
        assertThat(cases(junit, "crashed")).containsExactly("pays skipped", "run failure");
        assertThat(cases(junit, "lost")).containsExactly("pays error");
        assertThat(cases(junit, "cancelled")).containsExactly("pays skipped");
        assertThat(cases(junit, "empty")).containsExactly("environment");
        assertThat(cases(junit, "broken")).containsExactly("definition skipped");
        String text = junit.getDocumentElement().getTextContent();
        assertThat(text)
                .contains("expected 1 call to api.stripe.com, found 2 <&>")
                .contains("nearest: POST https://api.stripe.com/v1/charges: amount is 1900, not 1899")
                .contains(".dokkimi/charges.yaml:41:9")
                .contains("orders exited with code 3 while it started")
                .contains("cannot reach the database");
        assertThat(junit.getDocumentElement().getAttribute("errors")).isEqualTo("2");
        assertThat(junit.getDocumentElement().getAttribute("failures")).isEqualTo("2");
        Document compatible = xml(service.awaitOk(path("/junit.xml?compat=true")));
        assertThat(compatible.getDocumentElement().getAttribute("name")).isEqualTo(sample.run());
        assertThat(compatible.getElementsByTagName("testcase").getLength()).isEqualTo(8);
        assertThat(compatible.getElementsByTagName("failure").getLength()).isEqualTo(5);
    }

    @Test
    void D183_dumpHoldsTheDocumentedKeysAndFailedRestrictsIt() throws Exception {
        publishEverything();
        JsonNode dump = MessageCodec.json().readTree(service.awaitOk(path("/dump.json")));
        assertThat(names(dump)).contains("schemaVersion", "runId", "status", "createdAt", "completedAt", "instances");
        assertThat(dump.path("instances")).hasSize(7);
        JsonNode charges = dump.at("/instances/0");
        assertThat(names(charges))
                .contains("name", "status", "testStatus", "errorMessage", "definition", "items", "testExecutionLogs")
                .contains("assertionResults", "httpLogs", "databaseLogs", "consoleLogs", "messageLogs", "artifacts");
        JsonNode failed = charges.at("/assertionResults/1");
        assertThat(names(failed))
                .contains("stepIndex", "assertionIndex", "blockIndex", "assertionType", "resultKind", "path")
                .contains("operator", "expected", "actual", "passed", "error", "testIndex", "testName", "stepName");
        assertThat(failed.path("testName").asText()).isEqualTo("pays once");
        assertThat(failed.path("stepName").asText()).isEqualTo("pay");
        assertThat(failed.path("passed").asBoolean(true)).isFalse();
        JsonNode http = charges.at("/httpLogs/1");
        assertThat(names(http))
                .contains("method", "url", "statusCode", "requestHeaders", "requestBody", "responseHeaders")
                .contains("responseBody", "origin", "target", "isMocked", "requestSentAt", "responseReceivedAt")
                .contains("timestamp", "duration", "mocked", "mockName");
        assertThat(http.path("mockName").asText()).isEqualTo("stripe");
        assertThat(http.at("/requestBody/amount").asInt()).isEqualTo(1899);
        assertThat(charges.at("/consoleLogs/2/message").asText()).contains("double charge");
        assertThat(dump.at("/instances/1/attempt").asInt()).isEqualTo(2);
        JsonNode onlyFailed = MessageCodec.json().readTree(service.awaitOk(path("/dump.json?failed=true")));
        assertThat(onlyFailed.path("instances").findValuesAsText("testStatus"))
                .containsExactly("FAILED", "ERROR", "FAILED", "INCONCLUSIVE", "CANCELLED");
    }

    @Test
    void earlierAttemptsStayVisibleInTheRun() throws Exception {
        publishEverything();
        service.awaitOk(path("/junit.xml"));
        JsonNode run = service.json(path(""));
        assertThat(run.path("status").asText()).isEqualTo("FAILED");
        assertThat(run.at("/instances/1/attempts").findValuesAsText("verdict")).containsExactly("ERROR", "PASSED");
        assertThat(run.at("/instances/1/decidingAttempt").asInt()).isEqualTo(2);
        assertThat(run.at("/instances/0/attempts/0/tests/0/steps/0/assertions")).hasSize(2);
        JsonNode list = service.json("/api/v1/results?limit=1");
        assertThat(list.path("results")).hasSize(1);
        assertThat(service.json("/api/v1/results?limit=1&cursor="
                                + list.path("next").asText())
                        .path("results")
                        .findValuesAsText("id"))
                .doesNotContain(list.at("/results/0/id").asText());
    }

    @Test
    void exchangesAreFilteredAndPaged() throws Exception {
        service.publish(
                sample.accepted("a", "b"),
                sample.state("a", 1, InstanceState.RUNNING, "running"),
                sample.state("b", 1, InstanceState.RUNNING, "running"),
                sample.exchange("a", 1, 1, "orders", null),
                sample.exchange("a", 1, 2, "api.stripe.com", null),
                sample.exchange("a", 1, 3, "api.stripe.com", null),
                sample.exchange("b", 1, 1, "orders", null));
        service.await(path("/exchanges?instance=b"), r -> r.body().contains("\"x1\""));
        service.await(path("/exchanges?instance=a"), r -> r.body().contains("\"x3\""));
        JsonNode all = service.json(path("/exchanges"));
        assertThat(ids(all)).containsExactly("x1", "x2", "x3", "x1");
        assertThat(all.path("next").isNull()).isTrue();
        List<String> paged = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = service.json(path("/exchanges?limit=1" + (next.isEmpty() ? "" : "&cursor=" + next)));
            paged.addAll(ids(page));
            next = page.path("next").asText("");
            next = next.equals("null") ? "" : next;
        } while (!next.isEmpty());
        assertThat(paged).containsExactly("x1", "x2", "x3", "x1");
        assertThat(ids(service.json(path("/exchanges?origin=orders&target=api.stripe.com"))))
                .containsExactly("x2", "x3");
        assertThat(service.json(path("/exchanges?origin=-&instance=a")).path("exchanges"))
                .hasSize(1);
        assertThat(service.get(path("/exchanges?limit=0")).statusCode()).isEqualTo(400);
        assertThat(service.get(path("/exchanges?cursor=%25%25")).statusCode()).isEqualTo(400);
        assertThat(service.get(path("/exchanges?cursor=x")).statusCode()).isEqualTo(400);
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

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("exchanges").forEach(exchange -> ids.add(exchange.path("id").asText()));
        return ids;
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Names of the cases of a suite, each with what became of it. */
    private static List<String> cases(Document junit, String suite) {
        List<String> found = new ArrayList<>();
        NodeList cases = junit.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element one = (Element) cases.item(i);
            if (one.getAttribute("classname").equals(suite)) {
                NodeList inside = one.getElementsByTagName("*");
                String outcome = inside.getLength() == 0 ? "" : " " + ((Element) inside.item(0)).getTagName();
                found.add(one.getAttribute("name") + outcome);
            }
        }
        return found;
    }

    private static ConsumerRecord<String, byte[]> firstOf(Topic topic, String key) throws Exception {
        CompletableFuture<ConsumerRecord<String, byte[]>> found = new CompletableFuture<>();
        try (LogReader reader = LogReader.start("test-" + topic, EmbeddedKafka.config(), record -> {
            if (key.equals(record.key())) {
                found.complete(record);
            }
        })) {
            reader.fromBeginning(topic.topicName());
            return found.get(20, TimeUnit.SECONDS);
        }
    }
}
