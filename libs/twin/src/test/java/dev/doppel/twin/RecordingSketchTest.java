package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.record.Exchange;
import dev.doppel.twin.record.MockSketch;
import dev.doppel.twin.record.MockSketch.Duplicates;
import dev.doppel.twin.record.Recorder;
import dev.doppel.twin.record.Recording;
import dev.doppel.twin.record.Redaction;
import dev.doppel.twin.record.TableSketch;
import dev.doppel.twin.value.YamlText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is recorded from one twin and played by another. */
class RecordingSketchTest extends Statements {
    private static final String REAL = config("""
            tables:
              - name: customers
                idStrategy: prefix
                idPrefix: cus_
                seedData: [{id: cus_0000000000000001, name: Ann}, {id: cus_0000000000000002, name: Bob}]
                response: {timestamps: {format: none}, list: {extraFields: {object: list}, hideMeta: true}, create: {status: 200}, errors: {wrap: error, fields: {message: message}}}
            mocks:
              - {id: l, http: {matcher: {method: GET, path: /v1/customers}, statefulBinding: {table: customers, action: list}}}
              - {id: c, http: {matcher: {method: POST, path: /v1/customers}, statefulBinding: {table: customers, action: create}}}
              - {id: g, http: {matcher: {method: GET, path: "/v1/customers/{id}"}, statefulBinding: {table: customers, action: get}}}
              - {id: d, http: {matcher: {method: DELETE, path: "/v1/customers/{id}"}, statefulBinding: {table: customers, action: delete}}}
              - {id: p, http: {matcher: {method: GET, path: /v1/ping}, response: {headers: {Date: now, X-Keep: "1", Set-Cookie: sid=abcdefghijkl}, body: "pong {{sequence(\\"n\\")}} {{json(\\"{{\\")}}"}}}
              - {id: n, http: {matcher: {method: GET, path: "/v1/orders/{o}/items/{i}"}, response: {body: {item: 1}}}}
            """);

    private final TwinInstance real =
            Twins.engine(REAL, Map.of(), TwinOptions.defaults()).start();
    private final Recorder recorder = new Recorder(Redaction.defaults());
    private final List<Recording> tape = new ArrayList<>();

    private TwinResponse call(String method, String target, String body) {
        Headers headers = Headers.of("Authorization", "Bearer sk_test_0123456789abcdef");
        if (!body.isEmpty()) {
            headers.set("Content-Type", Twins.FORM);
        }
        TwinRequest request = TwinRequest.of(method, target, headers, body.getBytes(StandardCharsets.UTF_8));
        TwinResponse answer = real.handle(request);
        tape.add(recorder.capture(new Exchange(
                Instant.EPOCH,
                Duration.ZERO,
                "api.shop.example",
                request,
                answer.status(),
                answer.headers(),
                answer.body())));
        return answer;
    }

    private void session() {
        call("GET", "/v1/customers", "");
        call("GET", "/v1/customers/cus_0000000000000001", "");
        call("POST", "/v1/customers", "name=Cy");
        call("GET", "/v1/customers", "");
        call("DELETE", "/v1/customers/cus_0000000000000002", "");
        call("GET", "/v1/ping", "");
        call("GET", "/v1/ping", "");
        call("GET", "/v1/orders/17/items/3", "");
    }

    private static Twins.Speaker play(Map<String, Object> config) {
        return Twins.start(YamlText.text(config));
    }

    @Test
    void recordingsBecomeMocksWithParameters() {
        session();
        var s = play(MockSketch.mockd(tape, true, Duplicates.FIRST));
        assertThat(s.twin().catalog().mocks().values().stream().map(m -> m.method() + " " + m.path()))
                .containsExactly(
                        "GET /v1/customers",
                        "GET /v1/customers/{customerId}",
                        "POST /v1/customers",
                        "DELETE /v1/customers/{customerId}",
                        "GET /v1/ping",
                        "GET /v1/orders/{orderId}/items/{itemId}");
        assertThat(s.get("/v1/customers/any").at("/name")).isEqualTo("Ann");
        assertThat(s.delete("/v1/customers/any").status()).isEqualTo(204);
        var ping = s.get("/v1/ping");
        assertThat(ping.text()).isEqualTo("pong 1 \"{{\"");
        assertThat(ping.header("X-Keep")).isEqualTo("1");
        assertThat(ping.header("Date")).isNull();
        assertThat(ping.header("Set-Cookie")).isNull();
        assertThat(s.get("/v1/orders/99/items/5").at("/item")).isEqualTo(1L);
        var exact = play(MockSketch.mockd(tape, false, Duplicates.LAST));
        assertThat(exact.get("/v1/customers/any").status()).isEqualTo(404);
        assertThat(exact.get("/v1/customers/cus_0000000000000001").at("/name")).isEqualTo("Ann");
        assertThat(exact.get("/v1/ping").text()).startsWith("pong 2");
        var all = play(MockSketch.mockd(tape, true, Duplicates.ALL));
        assertThat(List.of(
                        all.get("/v1/ping").text(),
                        all.get("/v1/ping").text(),
                        all.get("/v1/ping").text()))
                .containsExactly("pong 1 \"{{\"", "pong 2 \"{{\"", "pong 2 \"{{\"");
    }

    @Test
    void recordingsBecomeATwinWithState() {
        session();
        var s = play(TableSketch.mockd(tape));
        assertThat(s.twin().catalog().tables()).containsOnlyKeys("customers");
        assertThat(s.get("/v1/customers").raw().body())
                .isEqualTo(Twins.engine(REAL, Map.of(), TwinOptions.defaults())
                        .start()
                        .handle(TwinRequest.get("/v1/customers"))
                        .body());
        var made = s.form("/v1/customers", "name=Dee");
        assertThat(made.status()).isEqualTo(200);
        assertThat((String) made.at("/id")).matches("cus_[0-9a-f]{16}");
        assertThat(s.get("/v1/customers/" + made.at("/id")).at("/name")).isEqualTo("Dee");
        assertThat(s.delete("/v1/customers/cus_0000000000000001").status()).isEqualTo(204);
        assertThat(s.get("/v1/customers/cus_0000000000000001").status()).isEqualTo(404);
        assertThat((List<?>) s.get("/v1/customers").at("/data")).hasSize(2);
        assertThat(s.get("/v1/ping").text()).startsWith("pong 1");
    }

    @Test
    void recordingsBecomeItemsOfADefinition() {
        session();
        List<Map<String, Object>> items = MockSketch.items(tape, true, Duplicates.FIRST);
        assertThat(items).hasSize(6);
        assertThat(items.get(1))
                .containsEntry("type", "MOCK")
                .containsEntry("mockTarget", "api.shop.example")
                .containsEntry("mockMethod", "GET")
                .containsEntry("mockPath", "/v1/customers/{customerId}")
                .containsEntry("mockResponseStatus", 200L);
        assertThat(items.get(1).get("mockResponseBody")).isEqualTo(Map.of("id", "cus_0000000000000001", "name", "Ann"));
        assertThat(items.get(4).get("mockResponseBody")).isEqualTo("pong 1 \"\\{{\"");
        assertThat(items.stream().map(i -> i.get("name")).distinct()).hasSize(6);
        assertThat(items.toString()).doesNotContain("sk_test_", "sid=");
    }
}
