package dev.doppel.mock.capture;

import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.NearMiss;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exchange as the event loop leaves it: cheap to make, converted to the contract's {@link Exchange} by the thread that publishes.
 * Immutable once offered. Components as in {@link Exchange}.
 */
public record RawExchange(
        long recordNumber,
        long arrivalNumber,
        Exchange.State state,
        RawRequest request,
        @Nullable RawResponse response,
        long durationMicros,
        Exchange.AnsweredBy answeredBy,
        @Nullable String answerer,
        boolean delivered,
        @Nullable String error,
        @Nullable String tiedWith,
        List<NearMiss> nearMisses) {

    /**
     * The request's side.
     *
     * @param port the port that the caller called
     */
    public record RawRequest(
            @Nullable String origin,
            String target,
            boolean internal,
            String method,
            String scheme,
            String host,
            int port,
            String path,
            String query,
            String httpVersion,
            RawHeaders headers,
            RawBody body,
            Instant receivedAt,
            @Nullable String stepRequestId) {}

    /** The answer's side. */
    public record RawResponse(int status, RawHeaders headers, RawBody body) {}

    int weight() {
        int bytes = 1024 + request.path().length() + request.query().length();
        bytes += request.headers().weight() + request.body().kept();
        return response == null
                ? bytes
                : bytes + response.headers().weight() + response.body().kept();
    }
}
