package dev.doppel.mock.capture;

import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.CapturedRequest;
import dev.doppel.contract.exchange.CapturedResponse;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.InFlight;
import dev.doppel.contract.id.AttemptId;

/** Raw exchanges to the contract's records (spec 3.10). Pure but for the blobs it hands out. */
public final class ExchangeRecords {
    /** Largest body inside a record, in bytes: two of them, base64, stay below the record limit of 512 KiB. */
    public static final int INLINE_BYTES = 150 * 1024;

    private ExchangeRecords() {}

    /** Converts; bodies longer than {@code inline} bytes go to {@code blobs} first. */
    public static Exchange toExchange(AttemptId attempt, RawExchange raw, int inline, BlobSink blobs) {
        RawExchange.RawRequest request = raw.request();
        RawExchange.RawResponse response = raw.response();
        return new Exchange(
                attempt,
                raw.recordNumber(),
                raw.arrivalNumber(),
                Ongoing.idOf(raw.arrivalNumber()),
                raw.state(),
                request.origin(),
                request.target(),
                request.internal(),
                request(request, body(request.body(), inline, blobs)),
                response == null
                        ? null
                        : new CapturedResponse(
                                response.status(), response.headers().toMap(), body(response.body(), inline, blobs)),
                request.receivedAt(),
                raw.durationMicros(),
                raw.answeredBy(),
                raw.answerer(),
                raw.delivered(),
                raw.error(),
                request.stepRequestId(),
                raw.tiedWith(),
                raw.nearMisses());
    }

    /** A call that is not complete, with at most {@code bodyLimit} bytes of its body; a negative limit leaves headers out too. */
    public static InFlight toInFlight(long arrivalNumber, RawExchange.RawRequest request, int bodyLimit) {
        CapturedRequest full = request(request, Bodies.inline(request.body(), Math.max(0, bodyLimit)));
        CapturedRequest shown = bodyLimit >= 0
                ? full
                : new CapturedRequest(
                        full.method(),
                        full.scheme(),
                        full.host(),
                        full.port(),
                        full.path(),
                        "",
                        full.httpVersion(),
                        java.util.Map.of(),
                        full.body());
        return new InFlight(
                Ongoing.idOf(arrivalNumber),
                arrivalNumber,
                request.origin(),
                request.target(),
                request.internal(),
                shown,
                request.receivedAt());
    }

    private static CapturedRequest request(RawExchange.RawRequest request, CapturedBody body) {
        return new CapturedRequest(
                request.method(),
                request.scheme(),
                request.host(),
                request.port(),
                request.path(),
                request.query(),
                request.httpVersion(),
                request.headers().toMap(),
                body);
    }

    private static CapturedBody body(RawBody body, int inline, BlobSink blobs) {
        if (body.kept() <= inline) {
            return Bodies.inline(body, inline);
        }
        return new CapturedBody(body.size(), body.truncated(), null, null, blobs.publish(body.copy()));
    }
}
