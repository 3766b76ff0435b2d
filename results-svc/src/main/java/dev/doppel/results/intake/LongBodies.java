package dev.doppel.results.intake;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.CapturedRequest;
import dev.doppel.contract.exchange.CapturedResponse;
import dev.doppel.contract.exchange.Exchange;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Bodies in, that travelled apart from their exchange; and out, for readers who get no blobs. */
final class LongBodies {
    private LongBodies() {}

    /** With all bodies inside; one whose content did not come is truncated to nothing. */
    static Exchange inline(Exchange exchange, Content content, Duration limit) {
        CapturedResponse response = exchange.response();
        return with(
                exchange,
                inline(exchange.request().body(), content, limit),
                response == null ? CapturedBody.EMPTY : inline(response.body(), content, limit));
    }

    /** With bodies of at most this many bytes; what is longer is truncated to nothing. */
    static Exchange bounded(Exchange exchange, int maxBytes) {
        CapturedResponse response = exchange.response();
        return with(
                exchange,
                bounded(exchange.request().body(), maxBytes),
                response == null ? CapturedBody.EMPTY : bounded(response.body(), maxBytes));
    }

    private static CapturedBody inline(CapturedBody body, Content content, Duration limit) {
        BlobRef blob = body.blob();
        if (blob == null) {
            return body;
        }
        byte[] bytes = content.get(blob, limit);
        if (bytes == null) {
            return nothingOf(body);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new CapturedBody(body.size(), body.truncated(), text, null, null);
        } catch (CharacterCodingException e) {
            return new CapturedBody(
                    body.size(), body.truncated(), null, Base64.getEncoder().encodeToString(bytes), null);
        }
    }

    private static CapturedBody bounded(CapturedBody body, int maxBytes) {
        String text = body.text();
        String base64 = body.base64();
        long length = text != null ? text.length() : base64 != null ? base64.length() : 0;
        return body.blob() != null || length > maxBytes ? nothingOf(body) : body;
    }

    private static CapturedBody nothingOf(CapturedBody body) {
        return new CapturedBody(body.size(), true, null, null, null);
    }

    private static Exchange with(Exchange exchange, CapturedBody requestBody, CapturedBody responseBody) {
        CapturedRequest request = exchange.request();
        CapturedResponse response = exchange.response();
        return new Exchange(
                exchange.attempt(),
                exchange.recordNumber(),
                exchange.arrivalNumber(),
                exchange.id(),
                exchange.state(),
                exchange.origin(),
                exchange.target(),
                exchange.internal(),
                new CapturedRequest(
                        request.method(),
                        request.scheme(),
                        request.host(),
                        request.port(),
                        request.path(),
                        request.query(),
                        request.httpVersion(),
                        request.headers(),
                        requestBody),
                response == null ? null : new CapturedResponse(response.status(), response.headers(), responseBody),
                exchange.receivedAt(),
                exchange.durationMicros(),
                exchange.answeredBy(),
                exchange.answerer(),
                exchange.delivered(),
                exchange.error(),
                exchange.stepRequestId(),
                exchange.tiedWith(),
                exchange.nearMisses());
    }
}
