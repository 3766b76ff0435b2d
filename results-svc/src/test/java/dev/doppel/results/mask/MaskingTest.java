package dev.doppel.results.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.CapturedRequest;
import dev.doppel.contract.exchange.CapturedResponse;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.NearMiss;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.InstanceId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** One secret in every place of an exchange; none of them shows it afterwards. */
class MaskingTest {
    private static final String SECRET = "c4n4ry-7f3e9a1b";
    private static final Masking MASKING = new Masking(List.of(SECRET));

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static CapturedBody binary(byte[] bytes) {
        return new CapturedBody(bytes.length, false, null, Base64.getEncoder().encodeToString(bytes), null);
    }

    private static Exchange exchange(
            String path,
            String query,
            Map<String, List<String>> requestHeaders,
            CapturedBody request,
            Map<String, List<String>> responseHeaders,
            CapturedBody response) {
        return new Exchange(
                new AttemptId(new InstanceId("i-1"), 1, new Incarnation("one")),
                1,
                1,
                "x-1",
                Exchange.State.COMPLETE,
                "svc",
                "api.example.com",
                false,
                new CapturedRequest(
                        "POST", "https", "api.example.com", 443, path, query, "HTTP/1.1", requestHeaders, request),
                new CapturedResponse(200, responseHeaders, response),
                Instant.EPOCH,
                1,
                Exchange.AnsweredBy.MOCK,
                "m",
                true,
                "failed with " + SECRET,
                null,
                null,
                List.of(new NearMiss("m", "header x was " + SECRET)));
    }

    @Test
    void pathQueryHeadersErrorAndReasonsAreMasked() {
        Exchange masked = MASKING.exchange(exchange(
                "/tokens/" + SECRET,
                "q=" + SECRET + "&access_token=other&r=1",
                Map.of(
                        "x-note",
                        List.of(SECRET),
                        "authorization",
                        List.of("Bearer other"),
                        "x-plain",
                        List.of("plain")),
                CapturedBody.EMPTY,
                Map.of("set-cookie", List.of("a=b")),
                CapturedBody.EMPTY));
        assertThat(masked.toString())
                .doesNotContain(SECRET)
                .doesNotContain("other")
                .doesNotContain("a=b");
        assertThat(masked.request().path()).isEqualTo("/tokens/***");
        assertThat(masked.request().query()).isEqualTo("q=***&access_token=***&r=1");
        assertThat(masked.request().headers())
                .containsEntry("authorization", List.of("Bearer ***"))
                .containsEntry("x-plain", List.of("plain"));
        assertThat(masked.nearMisses()).containsExactly(new NearMiss("m", "header x was ***"));
    }

    @Test
    void aCompressedBodyIsRecordedDecodedWhenItHeldASecret() throws IOException {
        Map<String, List<String>> coded =
                Map.of("content-encoding", List.of("gzip"), "content-type", List.of("application/json"));
        Exchange masked = MASKING.exchange(exchange(
                "/",
                "",
                coded,
                binary(gzip("{\"token\":\"" + SECRET + "\"}")),
                coded,
                binary(gzip("{\"token\":\"none\"}"))));
        assertThat(masked.request().body().text()).isEqualTo("{\"token\":\"***\"}");
        assertThat(masked.request().headers()).doesNotContainKey("content-encoding");
        CapturedResponse response = masked.response();
        assertThat(response).isNotNull();
        assertThat(response.headers()).as("untouched").isEqualTo(coded);
        assertThat(response.body().base64()).isNotNull();
    }

    @Test
    void secretsInsideBinaryAndBase64BodiesAreMasked() {
        byte[] bytes = ("\0\1\2" + SECRET + "\3").getBytes(StandardCharsets.UTF_8);
        bytes[0] = (byte) 0xff;
        String basic = Base64.getEncoder().encodeToString(("user:" + SECRET).getBytes(StandardCharsets.UTF_8));
        String text = "{\"basic\":\"" + basic + "\"}";
        Exchange masked = MASKING.exchange(exchange(
                "/", "", Map.of(), binary(bytes), Map.of(), new CapturedBody(text.length(), false, text, null, null)));
        assertThat(new String(masked.request().body().bytes(), StandardCharsets.ISO_8859_1))
                .doesNotContain(SECRET)
                .contains("***");
        CapturedResponse response = masked.response();
        assertThat(response).isNotNull();
        assertThat(response.body().text()).contains("***").doesNotContain(basic);
    }
}
