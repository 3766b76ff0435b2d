package dev.doppel.mock.serve;

import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.InFlight;
import dev.doppel.contract.exchange.NearMiss;
import dev.doppel.mock.capture.ExchangeRecords;
import dev.doppel.mock.capture.Ongoing;
import dev.doppel.mock.capture.RawExchange;
import dev.doppel.mock.select.CallHead;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call: what was asked, when, and its record. Confined to its event loop but for what {@link Ongoing} says. */
final class Call extends Ongoing {
    private final Caller caller;
    private final CallHead head;
    private final HttpRequest message;
    private final RawExchange.RawRequest request;
    private final long startedNanos;
    private boolean done;

    Call(Caller caller, CallHead head, HttpRequest message, RawExchange.RawRequest request) {
        this.caller = caller;
        this.head = head;
        this.message = message;
        this.request = request;
        this.startedNanos = System.nanoTime();
    }

    Caller caller() {
        return caller;
    }

    CallHead head() {
        return head;
    }

    /** As received, {@code x-doppel-*} removed; its headers are part of the record and must not be changed. */
    HttpRequest message() {
        return message;
    }

    RawExchange.RawRequest request() {
        return request;
    }

    boolean done() {
        return done;
    }

    /** How a call ended. */
    record Outcome(
            Exchange.State state,
            RawExchange.@Nullable RawResponse response,
            Exchange.AnsweredBy answeredBy,
            @Nullable String answerer,
            boolean delivered,
            @Nullable String error,
            @Nullable String tiedWith,
            List<NearMiss> nearMisses) {}

    /** Publishes a stream's head: from here on everybody can see it and it is in flight no more. */
    void opened(Outcome outcome) {
        if (!done) {
            publish(outcome, null);
        }
    }

    /** Publishes the end; only the first time counts. */
    void finished(Outcome outcome) {
        if (!done) {
            done = true;
            publish(outcome, request.stepRequestId());
        }
    }

    private void publish(Outcome outcome, @Nullable String stepRequestId) {
        long micros = (System.nanoTime() - startedNanos) / 1000;
        caller.serving()
                .log()
                .publish(
                        this,
                        stepRequestId,
                        number -> new RawExchange(
                                number,
                                arrivalNumber(),
                                outcome.state(),
                                request,
                                outcome.response(),
                                micros,
                                outcome.answeredBy(),
                                outcome.answerer(),
                                outcome.delivered(),
                                outcome.error(),
                                outcome.tiedWith(),
                                outcome.nearMisses()));
    }

    @Override
    protected InFlight inFlight(int bodyLimit) {
        return ExchangeRecords.toInFlight(arrivalNumber(), request, bodyLimit);
    }
}
