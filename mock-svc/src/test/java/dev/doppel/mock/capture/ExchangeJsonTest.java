package dev.doppel.mock.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.NearMiss;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.InstanceId;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The quick writer and the contract's own codec say the same. */
class ExchangeJsonTest {
    private static final AttemptId ATTEMPT = new AttemptId(new InstanceId("i1"), 2, new Incarnation("abc"));
    private static final BlobSink BLOBS = content -> new BlobRef("ab12", content.length, 1);

    private final ExchangeJson json = new ExchangeJson();

    @Test
    void seededExchangesAreWrittenAsTheCodecWritesThem() throws Exception {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            RawExchange raw = exchange(random);
            int inline = random.nextInt(4) == 0 ? 10 : 1000;
            JsonNode quick = MessageCodec.json().readTree(json.write(ATTEMPT, raw, inline, BLOBS));
            Exchange record = ExchangeRecords.toExchange(ATTEMPT, raw, inline, BLOBS);
            JsonNode codec = MessageCodec.json().readTree(MessageCodec.json().writeValueAsBytes(record));
            assertThat(quick).as("seed %d, exchange %d", seed, i).isEqualTo(codec);
            assertThat(MessageCodec.json().treeToValue(quick, Exchange.class)).isEqualTo(record);
        }
    }

    private static RawExchange exchange(Random random) {
        RawExchange.RawRequest request = new RawExchange.RawRequest(
                maybe(random, "shop"),
                "a.example",
                random.nextBoolean(),
                "POST",
                "https",
                "a.example",
                443,
                "/v1/\"quoted\"\u00e9",
                "a=1&b=%20",
                "1.1",
                new RawHeaders(headers(random), null),
                body(random),
                Instant.ofEpochSecond(1_790_000_000, random.nextInt(1_000_000_000)),
                maybe(random, "step-1"));
        RawExchange.RawResponse response = random.nextInt(5) == 0
                ? null
                : new RawExchange.RawResponse(
                        200,
                        new RawHeaders(headers(random), random.nextBoolean() ? headers(random) : null),
                        body(random));
        return new RawExchange(
                random.nextLong(1 << 40),
                random.nextLong(1 << 40),
                Exchange.State.values()[random.nextInt(3)],
                request,
                response,
                random.nextInt(1_000_000),
                Exchange.AnsweredBy.values()[random.nextInt(5)],
                maybe(random, "mock \u20ac"),
                random.nextBoolean(),
                maybe(random, "broke\noff"),
                maybe(random, "other"),
                random.nextBoolean() ? List.of() : List.of(new NearMiss("m", "method: wants GET")));
    }

    private static String maybe(Random random, String text) {
        return random.nextBoolean() ? text : null;
    }

    private static HttpHeaders headers(Random random) {
        HttpHeaders headers = new DefaultHttpHeaders(false);
        int count = random.nextInt(60);
        for (int i = 0; i < count; i++) {
            headers.add("X-Name-" + random.nextInt(50), "value " + i);
        }
        return headers.add("x-http2-scheme", "http");
    }

    private static RawBody body(Random random) {
        RawBody body = new RawBody(random.nextInt(300));
        byte[] bytes = random.nextBoolean()
                ? "text \u00e9 \u20ac ".repeat(random.nextInt(20)).getBytes(StandardCharsets.UTF_8)
                : new byte[random.nextInt(200)];
        if (random.nextInt(3) == 0) {
            random.nextBytes(bytes);
        }
        body.add(Unpooled.wrappedBuffer(bytes));
        return body;
    }
}
