package dev.doppel.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.exchange.Exchange;
import dev.doppel.mock.plane.Mocks;
import dev.doppel.mock.plane.Plane;
import dev.doppel.mock.plane.Wire;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls to the outside that mocks answer, over real sockets. */
class MockedCallsTest {
    private static final String CHARGE = "{\"id\":\"ch_1\",\"amount\":1998,\"currency\":\"usd\"}";

    private final Plane plane = Plane.start()
            .caller("shop", 1)
            .caller("other", 2)
            .outside(80)
            .outside(443)
            .runner();

    @AfterEach
    void close() {
        plane.close();
    }

    private Wire https(String host) throws Exception {
        return Wire.tls(plane.address(1), plane.outsideAt(443), host, plane);
    }

    private Wire http() throws Exception {
        return Wire.plain(plane.address(1), plane.outsideAt(80));
    }

    @Test
    void D001_httpsPostGetsExactlyTheMocksJson() throws Exception {
        plane.mock(Mocks.of("api.stripe.com", "/v1/charges")
                        .header("content-type", "application/json")
                        .body(CHARGE))
                .apply();
        try (Wire wire = https("api.stripe.com")) {
            Wire.Response answer = wire.post("api.stripe.com", "/v1/charges", "application/json", "{\"amount\":1998}")
                    .response();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo(CHARGE);
            assertThat(answer.headers()).containsEntry("content-type", "application/json");
        }
        Exchange exchange = plane.exchange();
        assertThat(exchange.answeredBy()).isEqualTo(Exchange.AnsweredBy.MOCK);
        assertThat(exchange.origin()).isEqualTo("shop");
        assertThat(exchange.target()).isEqualTo("api.stripe.com");
        assertThat(exchange.internal()).isFalse();
        assertThat(exchange.request().scheme()).isEqualTo("https");
        assertThat(exchange.request().port()).isEqualTo(443);
        assertThat(exchange.request().body().text()).isEqualTo("{\"amount\":1998}");
        assertThat(exchange.response()).isNotNull();
        assertThat(exchange.response().body().text()).isEqualTo(CHARGE);
        assertThat(exchange.delivered()).isTrue();
        assertThat(exchange.recordNumber()).isEqualTo(1);
        assertThat(exchange.arrivalNumber()).isEqualTo(1);
    }

    @Test
    void D003_aMockWithoutMethodAnswersGetAndPost() throws Exception {
        plane.mock(Mocks.of("api.stripe.com", "/v1/charges").body(CHARGE)).apply();
        try (Wire wire = http()) {
            assertThat(wire.get("api.stripe.com", "/v1/charges").response().text())
                    .isEqualTo(CHARGE);
            assertThat(wire.post("api.stripe.com", "/v1/charges", "text/plain", "x")
                            .response()
                            .text())
                    .isEqualTo(CHARGE);
        }
    }

    @Test
    void D004_contentTypeIsAddedOnlyWhenAbsent() throws Exception {
        plane.mock(Mocks.of("a.example", "*").body("{}"))
                .mock(Mocks.of("b.example", "*")
                        .header("content-type", "text/html")
                        .body("<p>"))
                .apply();
        try (Wire wire = http()) {
            assertThat(wire.get("a.example", "/").response().headers())
                    .containsEntry("content-type", "application/json");
            assertThat(wire.get("b.example", "/").response().headers()).containsEntry("content-type", "text/html");
        }
    }

    @Test
    void D102_originFollowsThePeerAddress() throws Exception {
        plane.mock(Mocks.of("api.example", "*").delay(200).body("{}")).apply();
        try (Wire first = http();
                Wire second = Wire.plain(plane.address(2), plane.outsideAt(80))) {
            first.get("api.example", "/one");
            second.get("api.example", "/two");
            first.response();
            second.response();
        }
        Exchange one = plane.exchange(e -> e.request().path().equals("/one"));
        Exchange two = plane.exchange(e -> e.request().path().equals("/two"));
        assertThat(one.origin()).isEqualTo("shop");
        assertThat(two.origin()).isEqualTo("other");
        assertThat(two.receivedAt())
                .as("both were there at the same moment")
                .isBefore(one.receivedAt().plusNanos(one.durationMicros() * 1000));
        assertThat(one.receivedAt()).isBefore(two.receivedAt().plusNanos(two.durationMicros() * 1000));
    }

    @Test
    void D104_blockedCallsAreExplained() throws Exception {
        plane.mock(Mocks.of("api.example", "/v1/orders")
                        .named("orders")
                        .method("GET")
                        .body("{}"))
                .apply();
        try (Wire wire = http()) {
            Wire.Response answer =
                    wire.post("api.example", "/v1/orders", "text/plain", "x").response();
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("api.example", "/v1/orders", "POST", "orders", "method");
            assertThat(answer.headers()).doesNotContainKey("x-mocked");
        }
        Exchange exchange = plane.exchange();
        assertThat(exchange.answeredBy()).isEqualTo(Exchange.AnsweredBy.PLATFORM);
        assertThat(exchange.error()).contains("no mock matches");
        assertThat(exchange.nearMisses()).hasSize(1);
    }

    @Test
    void D126_stringsWithoutQuotesAndNullEmpty() throws Exception {
        plane.mock(Mocks.of("a.example", "/text").body("just text"))
                .mock(Mocks.of("a.example", "/none").status(202))
                .mock(Mocks.of("a.example", "/braces").status(202).body("{}"))
                .apply();
        try (Wire wire = http()) {
            assertThat(wire.get("a.example", "/text").response().text()).isEqualTo("just text");
            Wire.Response none = wire.get("a.example", "/none").response();
            assertThat(none.body()).isEmpty();
            assertThat(none.headers()).doesNotContainKey("content-type");
            assertThat(wire.get("a.example", "/braces").response().text()).isEqualTo("{}");
        }
        plane.exchange(e -> e.arrivalNumber() == 3);
        assertThat(plane.exchanges()).extracting(Exchange::arrivalNumber).isEqualTo(List.of(1L, 2L, 3L));
        plane.assertNumbersComplete();
    }
}
