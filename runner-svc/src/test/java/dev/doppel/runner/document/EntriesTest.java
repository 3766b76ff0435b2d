package dev.doppel.runner.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.CapturedRequest;
import dev.doppel.contract.exchange.CapturedResponse;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.matching.form.FormBody;
import dev.doppel.runner.evidence.EvidenceLog;
import dev.doppel.runner.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntriesTest {
    private static CapturedBody text(String text) {
        return new CapturedBody(text.length(), false, text, null, null);
    }

    private static Exchange exchange(long record, long arrival, CapturedBody body, String type, boolean delivered) {
        return exchange(record, arrival, body, type, delivered, Exchange.AnsweredBy.MOCK, "mock-stripe");
    }

    private static Exchange exchange(
            long record,
            long arrival,
            CapturedBody body,
            String type,
            boolean delivered,
            Exchange.AnsweredBy answeredBy,
            @Nullable String answerer) {
        return new Exchange(
                World.attempt("i"),
                record,
                arrival,
                "x" + arrival,
                delivered ? Exchange.State.COMPLETE : Exchange.State.ABANDONED,
                "pay",
                "api.stripe.com",
                false,
                new CapturedRequest(
                        "POST",
                        "https",
                        "api.stripe.com",
                        443,
                        "/v1/charges",
                        "a=1&a=2",
                        "1.1",
                        Map.of("content-type", List.of(type), "x-one", List.of("1")),
                        body),
                new CapturedResponse(200, Map.of("set-cookie", List.of("a=1", "b=2")), CapturedBody.EMPTY),
                Instant.parse("2026-01-02T03:04:05Z"),
                1_234_567,
                answeredBy,
                answerer,
                delivered,
                null,
                null,
                null,
                List.of());
    }

    private static JsonNode entry(Exchange exchange) {
        return new Entries(Bodies.INLINE).entry(exchange);
    }

    @Test
    void anEntryHasTheFieldsOfTheSpecification() {
        JsonNode entry = entry(exchange(1, 4, text("{\"amount\":1998.10}"), "application/json", true));
        assertThat(entry.path("timestamp").textValue()).isEqualTo("2026-01-02T03:04:05.000000Z");
        assertThat(entry.path("origin").textValue()).isEqualTo("pay");
        assertThat(entry.path("from").textValue()).isEqualTo("pay");
        assertThat(entry.path("to").textValue()).isEqualTo("api.stripe.com");
        assertThat(entry.path("request").path("url").textValue())
                .isEqualTo("https://api.stripe.com/v1/charges?a=1&a=2");
        assertThat(entry.path("request").path("body").path("amount").decimalValue())
                .isEqualByComparingTo("1998.10");
        assertThat(entry.path("responseTime").longValue()).isEqualTo(1234);
        assertThat(entry.path("seq").longValue()).isEqualTo(4);
        assertThat(entry.path("mocked").booleanValue()).isTrue();
        assertThat(entry.path("mockName").textValue()).isEqualTo("mock-stripe");
        assertThat(entry.path("query").path("a")).hasSize(2);
        assertThat(entry.path("delivered").booleanValue()).isTrue();
        assertThat(entry.path("response").path("body").isNull()).isTrue();
    }

    @Test
    void D103_aCallThatPassedThroughIsMarkedAsUnmocked() {
        JsonNode entry =
                entry(exchange(1, 1, CapturedBody.EMPTY, "text/plain", true, Exchange.AnsweredBy.OUTSIDE, null));
        assertThat(entry.path("mocked").isBoolean()).isTrue();
        assertThat(entry.path("mocked").booleanValue()).isFalse();
        assertThat(entry.hasNonNull("mockName")).isFalse();
        assertThat(entry.path("request").path("url").textValue()).startsWith("https://");
    }

    @Test
    void D110_severalValuesOfAHeaderAreAList() {
        JsonNode entry = entry(exchange(1, 1, CapturedBody.EMPTY, "text/plain", true));
        assertThat(entry.path("response").path("headers").path("set-cookie")).hasSize(2);
        assertThat(entry.path("request").path("headers").path("x-one").textValue())
                .isEqualTo("1");
    }

    @Test
    void D112_aFormBodyIsTextAndMap() {
        JsonNode body = entry(exchange(1, 1, text("code=abc&To=%2B1555"), "application/x-www-form-urlencoded", true))
                .path("request")
                .path("body");
        assertThat(body).isInstanceOf(FormBody.class);
        assertThat(body.textValue()).isEqualTo("code=abc&To=%2B1555");
        assertThat(((FormBody) body).map().path("To").textValue()).isEqualTo("+1555");
    }

    @Test
    void D050_aCallerThatHungUpLeavesAnEntryThatSaysSo() {
        assertThat(entry(exchange(1, 1, CapturedBody.EMPTY, "a/b", false))
                        .path("delivered")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void D113_aBodyAboveTheLimitIsMarked() {
        CapturedBody cut = new CapturedBody(50_000_000, true, "{\"a\":", null, null);
        JsonNode request = entry(exchange(1, 1, cut, "application/json", true)).path("request");
        assertThat(request.path("bodyTruncated").booleanValue()).isTrue();
        assertThat(request.path("bodySize").longValue()).isEqualTo(50_000_000);
    }

    @Test
    void D111_entriesAreInTheOrderOfRequestsThoughResponsesOvertake() {
        EvidenceLog log = new EvidenceLog(World.attempt("i"));
        log.accept(exchange(1, 3, CapturedBody.EMPTY, "a/b", true));
        log.accept(exchange(2, 2, CapturedBody.EMPTY, "a/b", true));
        View view = View.current(log.snapshot(), new Window(2, 2, 2, 0, 0));
        assertThat(view.traffic().elements())
                .extracting(Exchange::arrivalNumber)
                .containsExactly(2L, 3L);
        assertThat(view.traffic().firm()).isEqualTo(2);
    }

    @Test
    void aPlaceIsFirmOnlyWhenNothingBeforeItIsUnknown() {
        EvidenceLog log = new EvidenceLog(World.attempt("i"));
        log.accept(exchange(1, 2, CapturedBody.EMPTY, "a/b", true));
        log.accept(exchange(2, 4, CapturedBody.EMPTY, "a/b", true));
        View view = View.current(log.snapshot(), new Window(2, 2, 2, 0, 0));
        assertThat(view.traffic().elements()).hasSize(2);
        assertThat(view.traffic().firm()).isEqualTo(1);
        assertThat(view.complete()).isFalse();
    }
}
