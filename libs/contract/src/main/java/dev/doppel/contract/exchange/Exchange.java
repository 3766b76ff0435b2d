package dev.doppel.contract.exchange;

import dev.doppel.contract.id.AttemptId;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One intercepted request with its response (definition spec 3.10). A stream (101, event stream, gRPC) is published twice with the same
 * id: at its head with state {@code OPEN}, and at its end; the later record replaces the earlier.
 *
 * @param attempt which try
 * @param recordNumber position in the attempt's sequence
 * @param arrivalNumber given when the request head was read; orders exchanges and bounds windows
 * @param id unique within the attempt
 * @param state how it stands
 * @param origin item that made the call; null for a test step
 * @param target item name for calls to an item, else the host
 * @param internal true when the target is an item
 * @param request what was sent
 * @param response what was answered; null when nothing was
 * @param receivedAt when the request head was read
 * @param durationMicros request head read to response complete, or to the disconnect
 * @param answeredBy who answered
 * @param answerer name of the mock or twin that answered, else null
 * @param delivered false when the caller hung up first
 * @param error why it failed, else null
 * @param stepRequestId for a test step's own request: the id that runner-svc sent in {@code x-doppel-request}; else null
 * @param tiedWith name of a mock that matched equally well (spec 4.6), else null
 * @param nearMisses why no mock of this host matched; empty when one did or the host has none
 */
public record Exchange(
        AttemptId attempt,
        long recordNumber,
        long arrivalNumber,
        String id,
        State state,
        @Nullable String origin,
        String target,
        boolean internal,
        CapturedRequest request,
        @Nullable CapturedResponse response,
        Instant receivedAt,
        long durationMicros,
        AnsweredBy answeredBy,
        @Nullable String answerer,
        boolean delivered,
        @Nullable String error,
        @Nullable String stepRequestId,
        @Nullable String tiedWith,
        List<NearMiss> nearMisses)
        implements Numbered {
    public Exchange {
        nearMisses = List.copyOf(nearMisses);
    }

    /** OPEN: a stream that still runs. COMPLETE: answered. ABANDONED: the caller or the peer broke it off. */
    public enum State {
        OPEN,
        COMPLETE,
        ABANDONED
    }

    /** ITEM: forwarded to an item. OUTSIDE: left the environment. PLATFORM: refused or failed here. */
    public enum AnsweredBy {
        MOCK,
        TWIN,
        ITEM,
        OUTSIDE,
        PLATFORM
    }

    /** The same exchange with each body replaced; itself when none changes. */
    public Exchange mapBodies(UnaryOperator<CapturedBody> change) {
        CapturedBody asked = change.apply(request.body());
        CapturedBody answered = response == null ? null : change.apply(response.body());
        if (asked == request.body() && (response == null || answered == response.body())) {
            return this;
        }
        return new Exchange(
                attempt,
                recordNumber,
                arrivalNumber,
                id,
                state,
                origin,
                target,
                internal,
                request.withBody(asked),
                response == null || answered == null
                        ? null
                        : new CapturedResponse(response.status(), response.headers(), answered),
                receivedAt,
                durationMicros,
                answeredBy,
                answerer,
                delivered,
                error,
                stepRequestId,
                tiedWith,
                nearMisses);
    }

    @Override
    public String key() {
        return attempt.instance().value();
    }
}
