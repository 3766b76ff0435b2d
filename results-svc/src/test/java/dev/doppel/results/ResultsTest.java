package dev.doppel.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.result.InstanceState;
import dev.doppel.contract.result.Verdict;
import dev.doppel.testkit.kafka.KafkaTestResource;
import dev.doppel.testkit.metrics.Scrape;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class ResultsTest extends ServiceTestBase {
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
        String exchanges = "doppel_results_stored_total{topic=\"doppel.exchanges\"}";
        Scrape scrape = Scrape.await(base, now -> now.value(exchanges) >= 2);
        assertThat(scrape.own("results")).isEqualTo(Scrape.documented(Path.of("../docs/operations.md"), "results"));
        assertThat(scrape.value(exchanges)).isGreaterThanOrEqualTo(2);
        assertThat(scrape.value("doppel_results_lag_seconds_count")).isPositive();
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
}
