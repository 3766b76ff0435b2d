package dev.doppel.mock.serve;

import dev.doppel.contract.exchange.Exchange;
import dev.doppel.mock.capture.RawBody;
import dev.doppel.mock.capture.RawExchange;
import dev.doppel.mock.capture.RawHeaders;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/** What will be recorded of the answer to a forwarded call. Confined to the call's event loop. */
final class ForwardedRecord {
    private final Call call;
    private final Destination destination;
    private final RawBody body;
    private int status;
    private boolean begun;
    private boolean refused;
    private @Nullable RawHeaders headers;
    private @Nullable String error;

    ForwardedRecord(Call call, Destination destination) {
        this.call = call;
        this.destination = destination;
        Serving serving = call.caller().serving();
        this.body = new RawBody(
                serving.snapshot().state().captureBytes(), serving.log().bodies());
    }

    /** Whether the other side has sent the head of its answer. */
    boolean begun() {
        return begun;
    }

    /** Copies of the answer's bytes go there. */
    RawBody body() {
        return body;
    }

    /** The head of the answer, as the caller got it. */
    void head(HttpResponseStatus responded, HttpHeaders sent) {
        begun = true;
        status = responded.code();
        headers = new RawHeaders(sent, null);
    }

    void trailers(HttpHeaders trailers) {
        if (headers != null && !trailers.isEmpty()) {
            headers = new RawHeaders(headers.headers(), trailers);
        }
    }

    /** We answered instead of the other side. */
    void refused(int answered, String why, Refusal refusal) {
        refused = true;
        status = answered;
        error = why;
        headers = refusal.headers();
        body.add(Unpooled.wrappedBuffer(refusal.body()));
    }

    void failed(String why) {
        error = why;
    }

    /** Publishes a stream at its head. */
    void open() {
        if (headers != null) {
            call.opened(
                    outcome(Exchange.State.OPEN, new RawExchange.RawResponse(status, headers, new RawBody(0)), true));
        }
    }

    /** Publishes the end; only the first time counts. */
    void finish(Exchange.State state, boolean delivered) {
        RawHeaders shown = headers;
        call.finished(
                outcome(state, shown == null ? null : new RawExchange.RawResponse(status, shown, body), delivered));
    }

    private Call.Outcome outcome(Exchange.State state, RawExchange.@Nullable RawResponse response, boolean delivered) {
        Exchange.AnsweredBy by = refused ? Exchange.AnsweredBy.PLATFORM : destination.answeredBy();
        return new Call.Outcome(state, response, by, null, delivered, error, null, destination.nearMisses());
    }
}
