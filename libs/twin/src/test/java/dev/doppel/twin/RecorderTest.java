package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.record.Exchange;
import dev.doppel.twin.record.Recorder;
import dev.doppel.twin.record.Recording;
import dev.doppel.twin.record.Redaction;
import dev.doppel.twin.record.Way;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** No secret is stored, whichever way it travels. */
class RecorderTest {
    private static final String CANARY = "cAn4ry-S3cret-0f-Ours";
    private static final String CARD = "4242424242424242";
    private static final Recorder NONE = new Recorder(Redaction.defaults());

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(utf8(text));
    }

    private static Exchange exchange(TwinRequest request, Headers headers, byte[] body) {
        return new Exchange(
                Instant.parse("2025-01-01T00:00:00Z"),
                Duration.ofMillis(12),
                "api.example",
                request,
                200,
                headers,
                body);
    }

    private static Exchange asked(String target, Headers headers, byte[] body) {
        return exchange(TwinRequest.of("POST", target, headers, body), new Headers(), new byte[0]);
    }

    private static Exchange answered(Headers headers, byte[] body) {
        return exchange(TwinRequest.get("/x"), headers, body);
    }

    private static Headers type(String type, String... more) {
        Headers headers = Headers.of(more);
        headers.set("Content-Type", type);
        return headers;
    }

    /** The canary, and each form it could hide in, must not be found; the rest of the exchange must. */
    private static void clean(String channel, Recording recording, String secret) {
        String stored = new String(recording.toJson(), StandardCharsets.UTF_8);
        Recording back = Recording.fromJson(recording.toJson());
        String bodies = new String(back.requestBody(), StandardCharsets.ISO_8859_1)
                + new String(back.body(), StandardCharsets.ISO_8859_1);
        for (String text : List.of(stored, bodies)) {
            assertThat(text).as(channel).doesNotContain(secret).doesNotContain(Query.encode(secret));
            assertThat(text.toLowerCase(Locale.ROOT)).as(channel).doesNotContain(secret.toLowerCase(Locale.ROOT));
        }
        for (int shift = 0; shift < 3; shift++) {
            String whole = Base64.getEncoder().encodeToString(utf8("x".repeat(shift) + secret));
            String core = whole.substring(4, whole.length() - 4);
            assertThat(stored).as(channel + ", in base64").doesNotContain(core);
        }
    }

    private static Map<String, Exchange> channels() {
        String json = "{\"user\":{\"name\":\"ann\",\"Password\":\"" + CANARY + "\",\"list\":[{\"api_key\":\"" + CANARY
                + "\"}]}}";
        Map<String, Exchange> out = new LinkedHashMap<>();
        for (String name : List.of(
                "Authorization",
                "Proxy-Authorization",
                "Cookie",
                "X-Api-Key",
                "X-Auth-Token",
                "X-Amz-Security-Token",
                "Stripe-Signature")) {
            out.put("request header " + name, asked("/kept", Headers.of(name, "Bearer " + CANARY), new byte[0]));
        }
        out.put(
                "basic credentials",
                asked("/kept", Headers.of("Authorization", "Basic " + base64("ann:" + CANARY)), new byte[0]));
        out.put(
                "response header",
                answered(Headers.of("Set-Cookie", "sid=" + CANARY + "; Path=/; HttpOnly"), new byte[0]));
        out.put(
                "location",
                answered(Headers.of("Location", "https://a.example/cb?access_token=" + CANARY + "&x=1"), new byte[0]));
        out.put("query", asked("/kept?a=1&api_key=" + CANARY, new Headers(), new byte[0]));
        out.put(
                "query, encoded",
                asked("/kept?client%5Fsecret=" + Query.encode(CANARY) + "&a=1", new Headers(), new byte[0]));
        out.put(
                "url credentials",
                asked("/kept?to=https%3A%2F%2Fann%3A" + CANARY + "%40h.example%2F", new Headers(), new byte[0]));
        out.put("form", asked("/kept", type(Twins.FORM), utf8("user[name]=ann&user[password]=" + CANARY)));
        out.put("nested json", asked("/kept", type(Twins.JSON), utf8(json)));
        out.put("nested json answer", answered(type(Twins.JSON), utf8(json)));
        out.put("json without a type", answered(new Headers(), utf8(json)));
        out.put(
                "json, pretty and in another charset",
                answered(type("application/json; charset=utf-16"), json.getBytes(StandardCharsets.UTF_16)));
        out.put(
                "json in json",
                answered(type(Twins.JSON), utf8("{\"message\":" + dev.doppel.twin.value.Json.text(json) + "}")));
        out.put(
                "object under a telling name",
                answered(type(Twins.JSON), utf8("{\"credentials\":{\"a\":[\"" + CANARY + "\"]}}")));
        out.put(
                "name and value",
                answered(type(Twins.JSON), utf8("[{\"name\":\"api_key\",\"value\":\"" + CANARY + "\"}]")));
        out.put("gzip", answered(type(Twins.JSON, "Content-Encoding", "gzip"), gzip(utf8(json))));
        out.put("gzip request", asked("/kept", type(Twins.JSON, "Content-Encoding", "gzip"), gzip(utf8(json))));
        out.put("gzip twice", answered(type(Twins.JSON, "Content-Encoding", "gzip, gzip"), gzip(gzip(utf8(json)))));
        out.put("gzip that nobody announced", answered(type("application/octet-stream"), gzip(utf8(json))));
        out.put("base64 in json", answered(type(Twins.JSON), utf8("{\"blob\":\"" + base64(json) + "\"}")));
        out.put(
                "base64 of gzip",
                answered(
                        type(Twins.JSON),
                        utf8("{\"blob\":\"" + Base64.getEncoder().encodeToString(gzip(utf8(json))) + "\"}")));
        out.put(
                "base64 url",
                answered(
                        type(Twins.JSON),
                        utf8("{\"blob\":\""
                                + Base64.getUrlEncoder().withoutPadding().encodeToString(utf8(json)) + "\"}")));
        out.put("base64 body", answered(type("text/plain"), utf8(base64(json))));
        out.put("base64 in a query", asked("/kept?state=" + Query.encode(base64(json)), new Headers(), new byte[0]));
        out.put("base64 in a header", asked("/kept", Headers.of("X-State", base64(json)), new byte[0]));
        out.put("xml", answered(type("text/xml"), utf8("<a><ns:Password kind=\"x\">" + CANARY + "</ns:Password></a>")));
        out.put("xml attribute", answered(type("text/xml"), utf8("<a secret=\"" + CANARY + "\"/>")));
        out.put("text", answered(type("text/plain"), utf8("login failed for ann, password: " + CANARY + ", sorry")));
        out.put(
                "events",
                answered(type("text/event-stream"), utf8("event: a\ndata: " + json + "\n\ndata: " + json + "\n\n")));
        out.put("json lines", answered(type("application/x-ndjson"), utf8(json + "\n" + json + "\n")));
        out.put(
                "multipart",
                asked(
                        "/kept",
                        type("multipart/form-data; boundary=B"),
                        utf8("--B\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n" + CANARY
                                + "\r\n--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n"
                                + CANARY + "\r\n--B--\r\n")));
        out.put("binary", answered(type("application/octet-stream"), binary("token=" + CANARY)));
        out.put(
                "echo of a header",
                exchange(
                        TwinRequest.of(
                                "GET", "/x/" + CANARY, Headers.of("Authorization", "Bearer " + CANARY), new byte[0]),
                        type(Twins.JSON),
                        utf8("{\"you\":\"" + CANARY + "\",\"" + CANARY + "\":1}")));
        out.put(
                "echo of an answer's token",
                exchange(
                        TwinRequest.of("GET", "/x?q=" + CANARY, Headers.of("X-Trace", CANARY), new byte[0]),
                        type(Twins.JSON),
                        utf8("{\"token\":\"" + CANARY + "\"}")));
        return out;
    }

    private static byte[] binary(String text) {
        byte[] out = new byte[text.length() + 6];
        System.arraycopy(new byte[] {(byte) 0xff, 0, (byte) 0xfe}, 0, out, 0, 3);
        System.arraycopy(utf8(text), 0, out, 3, text.length());
        return out;
    }

    @Test
    void noChannelStoresTheCanary() {
        Map<String, Exchange> channels = channels();
        assertThat(channels).hasSizeGreaterThan(35);
        channels.forEach(
                (channel, exchange) -> clean(channel, new Recorder(Redaction.defaults()).capture(exchange), CANARY));
    }

    @Test
    void deflateIsUndoneAndUnknownEncodingsAreNotKept() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream zip = new DeflaterOutputStream(out)) {
            zip.write(utf8("{\"secret\":\"" + CANARY + "\",\"a\":1}"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Recording deflated = NONE.capture(answered(type(Twins.JSON, "Content-Encoding", "deflate"), out.toByteArray()));
        assertThat(new String(deflated.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"secret\":\"[redacted]\",\"a\":1}");
        assertThat(deflated.headers()).doesNotContainKey("Content-Encoding");
        Recording unknown = NONE.capture(answered(type(Twins.JSON, "Content-Encoding", "br"), utf8(CANARY)));
        assertThat(unknown.body()).isEmpty();
        assertThat(unknown.left()).contains("br");
        byte[] bomb = gzip(new byte[64 << 20]);
        assertThat(NONE.capture(answered(type(Twins.JSON, "Content-Encoding", "gzip"), bomb))
                        .left())
                .contains("larger");
    }

    @Test
    void formsOfWellKnownSecretsGoWhereverTheyStand() {
        List<String> forms = new ArrayList<>(List.of(
                "sk_live_51Hxyz0123456789",
                "rk_test_abcdef0123456789",
                "whsec_a0b1c2d3e4f5",
                "sk-proj-abcdefghijklmnop0123",
                "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
                "xoxb-1234567890-abcdef",
                "AKIAIOSFODNN7EXAMPLE",
                "AIzaSyA0123456789abcdefghijklmnopqrstuv",
                "SG.abcdefghijkl.mnopqrstuvwxyz",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
                CARD,
                "4242 4242 4242 4242",
                "5555-5555-5555-4444",
                "378282246310005"));
        forms.forEach(form -> {
            for (Exchange exchange : List.of(
                    answered(type("text/plain"), utf8("it was " + form + ", they said")),
                    answered(type(Twins.JSON), utf8("{\"note\":[\"" + form + "\"]}")),
                    asked(
                            "/pay/" + form.replace(' ', '+') + "?n=" + Query.encode(form),
                            Headers.of("X-Note", form),
                            utf8("n=" + Query.encode(form))))) {
                clean(form, new Recorder(Redaction.defaults()).capture(exchange), form);
            }
        });
        Recording number =
                NONE.capture(answered(type(Twins.JSON), utf8("{\"a\":" + CARD + ",\"cvc\":123,\"amount\":1099}")));
        assertThat(new String(number.body(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":0,\"cvc\":0,\"amount\":1099}");
    }

    @Test
    void whatIsNoSecretIsKeptAsItWas() {
        String body =
                "{\"id\":\"cus_123\",\"created\":1705312200,\"usage\":{\"max_tokens\":100,\"total_tokens\":12},\"next_page_token\":\"p2\",\"order\":\"4242424242424241\",\"token_type\":\"bearer\",\"blob\":\""
                        + base64("nothing to hide here") + "\"}";
        Recording kept = NONE.capture(exchange(
                TwinRequest.of(
                        "POST",
                        "/v1/a%20b?limit=2&x=%2B1",
                        type(Twins.FORM, "X-Req", "7", "Authorization", "Bearer " + CANARY),
                        utf8("a=1&b[c]=d%20e")),
                type(Twins.JSON),
                utf8(body)));
        assertThat(new String(kept.body(), StandardCharsets.UTF_8)).isEqualTo(body);
        assertThat(new String(kept.requestBody(), StandardCharsets.UTF_8)).isEqualTo("a=1&b[c]=d%20e");
        assertThat(kept.path()).isEqualTo("/v1/a%20b");
        assertThat(kept.query()).isEqualTo("limit=2&x=%2B1");
        assertThat(kept.requestHeaders())
                .containsEntry("X-Req", List.of("7"))
                .containsEntry("Authorization", List.of("[redacted]"));
        assertThat(kept.left()).isNull();
        assertThat(Recording.fromJson(kept.toJson()).toJson()).isEqualTo(kept.toJson());
    }

    @Test
    void configuredWordsPatternsAndValuesGoToo() {
        Recorder recorder = new Recorder(Redaction.defaults()
                .withWord("loyalty")
                .withPattern("EMP-[0-9]{6}")
                .withValue("the magic words"));
        Recording r = recorder.capture(answered(
                type(Twins.JSON),
                utf8("{\"loyalty_no\":\"" + CANARY + "\",\"by\":\"EMP-123456\",\"say\":\"the magic words\",\"b\":\""
                        + base64("say the magic words!") + "\"}")));
        for (String secret : List.of(CANARY, "EMP-123456", "the magic words")) {
            clean("configured", r, secret);
        }
    }

    @Test
    void aTokenMetOnceIsRemovedFromLaterExchanges() {
        Recorder recorder = new Recorder(Redaction.defaults());
        recorder.capture(answered(type(Twins.JSON), utf8("{\"access_token\":\"" + CANARY + "\"}")));
        clean(
                "later",
                recorder.capture(asked("/a/" + CANARY + "?plain=" + CANARY, Headers.of("X-Any", CANARY), utf8(CANARY))),
                CANARY);
        assertThat(recorder.learned()).isEqualTo(1);
    }

    /** Half a document cannot be searched for secrets; whole lines that stand for themselves can. */
    @Test
    void ofWhatWasCutOnlyWholeLinesAreKept() {
        String nested = "{\"token\":{\"a\":\"" + CANARY + "\",\"b\":\"" + CANARY.substring(0, 10);
        String events = "data: {\"token\":\"" + CANARY + "\"}\n\ndata: {\"n\":1}\n\ndata: {\"token\":\""
                + CANARY.substring(0, 10);
        for (Headers headers : List.of(
                type("application/json"), type("text/plain"), type("application/json", "Content-Encoding", "gzip"))) {
            Recording kept = NONE.capture(cut(headers, utf8(nested)));
            assertThat(kept.body()).isEmpty();
            assertThat(new String(kept.toJson(), StandardCharsets.UTF_8))
                    .contains("\"truncated\" : true", "notRecorded");
        }
        Recording stream = NONE.capture(cut(type("text/event-stream"), utf8(events)));
        assertThat(new String(stream.body(), StandardCharsets.UTF_8))
                .contains("[redacted]", "data: {\"n\":1}\n")
                .doesNotContain(CANARY.substring(0, 10));
        assertThat(Recording.fromJson(stream.toJson()).way()).isEqualTo(stream.way());
    }

    private static Exchange cut(Headers headers, byte[] body) {
        return new Exchange(
                Instant.EPOCH,
                Duration.ZERO,
                "api.example",
                TwinRequest.get("/x"),
                200,
                headers,
                body,
                new Way("https", 443, false, true));
    }
}
