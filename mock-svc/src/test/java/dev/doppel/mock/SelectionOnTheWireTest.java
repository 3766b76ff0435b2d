package dev.doppel.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.exchange.Exchange;
import dev.doppel.mock.plane.Mocks;
import dev.doppel.mock.plane.Plane;
import dev.doppel.mock.plane.Wire;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which mock answers, asked through real sockets; the rules themselves are proved in libs/matching. */
class SelectionOnTheWireTest {
    private static final String LLM = "api.openai.com";
    private static final String COMPLETIONS = "/v1/chat/completions";

    private final Plane plane = Plane.start()
            .caller("shop", 1)
            .caller("billing", 2)
            .outside(80)
            .outside(8080)
            .outside(443);

    @AfterEach
    void close() {
        plane.close();
    }

    private Wire wire() throws Exception {
        return Wire.plain(plane.address(1), plane.outsideAt(80));
    }

    private String post(String host, String path, String body) throws Exception {
        try (Wire wire = wire()) {
            return wire.post(host, path, "application/json", body).response().text();
        }
    }

    private String get(String host, String path) throws Exception {
        try (Wire wire = wire()) {
            return wire.get(host, path).response().text();
        }
    }

    @Test
    void D009_D010_oneSegmentInPlaceOfAStar() throws Exception {
        plane.mock(Mocks.of("api.twilio.com", "/2010-04-01/Accounts/*/Messages.json")
                        .body("sent"))
                .apply();
        assertThat(post("api.twilio.com", "/2010-04-01/Accounts/AC123/Messages.json", ""))
                .isEqualTo("sent");
        assertThat(post("api.twilio.com", "/2010-04-01/Accounts/AC123/sub/Messages.json", ""))
                .contains("error");
        assertThat(post("api.twilio.com", "/2010-04-01/Accounts//Messages.json", ""))
                .contains("error");
    }

    @Test
    void D012_declineKeepsStatusAndNestedError() throws Exception {
        String declined = "{\"error\":{\"type\":\"card_error\",\"message\":\"Your card was declined.\"}}";
        plane.mock(Mocks.of("api.stripe.com", "/v1/charges").status(402).body(declined))
                .apply();
        try (Wire wire = wire()) {
            Wire.Response answer = wire.post("api.stripe.com", "/v1/charges", "application/json", "{}")
                    .response();
            assertThat(answer.status()).isEqualTo(402);
            assertThat(answer.text()).isEqualTo(declined);
            assertThat(answer.headers()).containsEntry("x-mocked", "true");
        }
    }

    @Test
    void D013_D014_D015_D016_bodiesChooseTheMock() throws Exception {
        String inner = "{\"choices\":[{\"message\":{\"content\":\"{\\\"people\\\": []}\"}}]}";
        plane.mock(Mocks.of(LLM, COMPLETIONS).named("fallback").body("fallback"))
                .mock(Mocks.of(LLM, COMPLETIONS)
                        .contains("classify this ticket")
                        .body("billing"))
                .mock(Mocks.of(LLM, COMPLETIONS).contains("extract entities").body(inner))
                .apply();
        assertThat(post(LLM, COMPLETIONS, "{\"messages\":[\"Please CLASSIFY this ticket: refund\"]}"))
                .isEqualTo("billing");
        assertThat(post(LLM, COMPLETIONS, "{\"messages\":[\"extract entities now\"]}"))
                .isEqualTo(inner);
        assertThat(post(LLM, COMPLETIONS, "{\"messages\":[\"hello\"]}")).isEqualTo("fallback");
    }

    @Test
    void D017_bodyBeatsPath() throws Exception {
        plane.mock(Mocks.of("api.stripe.com", "/v1/charges").method("POST").body("path"))
                .mock(Mocks.of("api.stripe.com", "/v1/*").contains("usd").body("body"))
                .apply();
        assertThat(post("api.stripe.com", "/v1/charges", "currency=usd")).isEqualTo("body");
        assertThat(post("api.stripe.com", "/v1/charges", "currency=eur")).isEqualTo("path");
    }

    @Test
    void D018_D056_D128_regexesAndCompactJson() throws Exception {
        plane.mock(Mocks.of(LLM, COMPLETIONS)
                        .matches("\"name\":\\s*\"search_database\"")
                        .body("tool"))
                .mock(Mocks.of(LLM, COMPLETIONS)
                        .matches("(?i)\"name\":\"other\"")
                        .body("other"))
                .apply();
        assertThat(post(LLM, COMPLETIONS, "{\"name\":\"search_database\"}")).isEqualTo("tool");
        assertThat(post(LLM, COMPLETIONS, "{\"name\": \"search_database\"}")).isEqualTo("tool");
        assertThat(post(LLM, COMPLETIONS, "{\"name\":\"SEARCH_DATABASE\"}")).contains("error");
        assertThat(post(LLM, COMPLETIONS, "{\n  \"name\" : \"OTHER\"\n}")).isEqualTo("other");
    }

    @Test
    void D117_D121_D122_exactVariableTrailingAny() throws Exception {
        plane.mock(Mocks.of("a.example", "*").body("any"))
                .mock(Mocks.of("a.example", "/v1/*").body("trailing"))
                .mock(Mocks.of("a.example", "/v1/{id}").body("variable"))
                .mock(Mocks.of("a.example", "/v1/me").body("exact"))
                .apply();
        assertThat(get("a.example", "/v1/me")).isEqualTo("exact");
        assertThat(get("a.example", "/v1/7")).isEqualTo("variable");
        assertThat(get("a.example", "/v1/7/x")).isEqualTo("trailing");
        assertThat(get("a.example", "/v1/")).isEqualTo("trailing");
        assertThat(get("a.example", "/v1")).isEqualTo("any");
    }

    @Test
    void D118_originAndMethodGivenBeatOmitted() throws Exception {
        plane.mock(Mocks.of("a.example", "/x").body("anyone"))
                .mock(Mocks.of("a.example", "/x").origin("billing").body("billing"))
                .mock(Mocks.of("a.example", "/y").body("any method"))
                .mock(Mocks.of("a.example", "/y").method("POST").body("post"))
                .apply();
        assertThat(get("a.example", "/x")).isEqualTo("anyone");
        try (Wire other = Wire.plain(plane.address(2), plane.outsideAt(80))) {
            assertThat(other.get("a.example", "/x").response().text()).isEqualTo("billing");
        }
        assertThat(post("a.example", "/y", "")).isEqualTo("post");
        assertThat(get("a.example", "/y")).isEqualTo("any method");
    }

    @Test
    void D090_aWorkersNameIsAnOrigin() throws Exception {
        plane.mock(Mocks.of("a.example", "*").origin("shop").body("for the worker"))
                .apply();
        assertThat(get("a.example", "/")).isEqualTo("for the worker");
        try (Wire other = Wire.plain(plane.address(2), plane.outsideAt(80))) {
            assertThat(other.get("a.example", "/").response().text()).contains("no mock matches");
        }
    }

    @Test
    void D119_equalMocksTheFirstAnswersAndTheTieIsRecorded() throws Exception {
        plane.mock(Mocks.of("a.example", "/x").named("first").body("first"))
                .mock(Mocks.of("a.example", "/x").named("second").body("second"))
                .apply();
        assertThat(get("a.example", "/x")).isEqualTo("first");
        Exchange exchange = plane.exchange();
        assertThat(exchange.answerer()).isEqualTo("first");
        assertThat(exchange.tiedWith()).isEqualTo("second");
    }

    @Test
    void D120_theQueryNeverTakesPart() throws Exception {
        plane.mock(Mocks.of("a.example", "/x").body("ok")).apply();
        assertThat(get("a.example", "/x?path=/y&z")).isEqualTo("ok");
    }

    @Test
    void D123_D124_portsCaseOfHostAndPath() throws Exception {
        plane.mock(Mocks.of("A.Example", "/x").body("any port"))
                .mock(Mocks.of("a.example:8080", "/x").body("8080"))
                .mock(Mocks.of("secure.example:443", "/x").body("443"))
                .apply();
        assertThat(get("a.EXAMPLE", "/x")).isEqualTo("any port");
        assertThat(get("a.example", "/X")).contains("error");
        try (Wire wire = Wire.plain(plane.address(1), plane.outsideAt(8080));
                Wire tls = Wire.tls(plane.address(1), plane.outsideAt(443), "secure.example", plane)) {
            assertThat(wire.get("a.example:8080", "/x").response().text()).isEqualTo("8080");
            assertThat(wire.get("secure.example:8080", "/x").response().status())
                    .isEqualTo(502);
            assertThat(tls.get("secure.example", "/x").response().text()).isEqualTo("443");
        }
    }

    @Test
    void D127_onlyMockedAnswersSaySo() throws Exception {
        plane.mock(Mocks.of("a.example", "/x").body("ok")).apply();
        try (Wire wire = wire()) {
            assertThat(wire.get("a.example", "/x").response().headers()).containsEntry("x-mocked", "true");
            assertThat(wire.get("a.example", "/y").response().headers()).doesNotContainKey("x-mocked");
        }
    }

    @Test
    void D129_anEmptyBodySatisfiesNoCriterion() throws Exception {
        plane.mock(Mocks.of("a.example", "*").matches(".*").body("body"))
                .mock(Mocks.of("a.example", "*").body("none"))
                .apply();
        assertThat(post("a.example", "/", "")).isEqualTo("none");
        assertThat(get("a.example", "/")).isEqualTo("none");
        assertThat(post("a.example", "/", "x")).isEqualTo("body");
    }

    @Test
    void D048_D051_headersAndEmptyObjectsLeaveAsGiven() throws Exception {
        plane.mock(Mocks.of("a.example", "/limited")
                        .status(429)
                        .header("retry-after", "2")
                        .body("{\"error\":1}"))
                .mock(Mocks.of("a.example", "/mail").status(202).body("{}"))
                .mock(Mocks.of("a.example", "/framing")
                        .header("Content-Length", "99")
                        .header("Transfer-Encoding", "chunked")
                        .header("Connection", "close")
                        .body("body"))
                .apply();
        try (Wire wire = wire()) {
            Wire.Response limited = wire.get("a.example", "/limited").response();
            assertThat(limited.status()).isEqualTo(429);
            assertThat(limited.headers()).containsEntry("retry-after", "2");
            Wire.Response mail = wire.get("a.example", "/mail").response();
            assertThat(mail.status()).isEqualTo(202);
            assertThat(mail.text()).isEqualTo("{}");
            assertThat(wire.get("a.example", "/framing").response().text()).isEqualTo("body");
            assertThat(wire.get("a.example", "/mail").response().status()).isEqualTo(202);
        }
    }

    @Test
    void D055_numbersLeaveAsWritten() throws Exception {
        plane.mock(Mocks.of("api.example.com", "/graphql").contains("getUsers").body("{\"users\":[]}"))
                .mock(Mocks.of("api.example.com", "/graphql")
                        .contains("getOrders")
                        .body("{\"total\":99.99}"))
                .apply();
        assertThat(post("api.example.com", "/graphql", "{\"query\":\"query getOrders { total }\"}"))
                .isEqualTo("{\"total\":99.99}");
    }

    @Test
    void compressedBodiesAreLookedAtDecoded() throws Exception {
        plane.mock(Mocks.of("a.example", "*").contains("needle").body("found")).apply();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("hay needle hay".getBytes(StandardCharsets.UTF_8));
        }
        try (Wire wire = wire()) {
            wire.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size()
                            + "\r\n\r\n")
                    .send(packed.toByteArray());
            assertThat(wire.response().text()).isEqualTo("found");
        }
        assertThat(plane.exchange().request().body().bytes()).isEqualTo(packed.toByteArray());
    }

    @Test
    void aBodyCriterionIsDecidedInTheFirstMebibyteOfALongUpload() throws Exception {
        plane.mock(Mocks.of("a.example", "*").contains("needle").body("found")).apply();
        String body = "needle" + "x".repeat(3_000_000);
        assertThat(post("a.example", "/", body)).isEqualTo("found");
        assertThat(plane.exchange().request().body().size()).isEqualTo(body.length());
    }
}
