package dev.doppel.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.result.Verdict;
import dev.doppel.testkit.kafka.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class ResultsTest {
    @TestHTTPResource("/")
    URI base;

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
                fence.state("one", 1, dev.doppel.contract.result.InstanceState.RUNNING, "running"),
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
}
