package dev.doppel.mock.serve;

import dev.doppel.contract.exchange.Exchange;
import dev.doppel.mock.capture.RawBody;
import dev.doppel.mock.capture.RawExchange;
import dev.doppel.mock.capture.RawHeaders;
import dev.doppel.twin.http.TwinResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the record of a call that a twin answered, and sees to its webhooks. Confined to the call's event loop. */
final class TwinRecording implements TwinWitness {
    private final Call call;
    private final String twin;
    private @Nullable String operation;
    private Webhooks.@Nullable Promised webhooks;

    TwinRecording(Call call, String twin) {
        this.call = call;
        this.twin = twin;
    }

    @Override
    public void answered(TwinResponse response) {
        operation = response.operation();
        if (!response.webhooks().isEmpty()) {
            webhooks = call.caller().serving().webhooks().promise(twin, response.webhooks());
        }
    }

    @Override
    public void opened(int status, HttpHeaders headers) {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        if (type != null && type.startsWith("text/event-stream")) {
            call.opened(outcome(
                    Exchange.State.OPEN,
                    new RawExchange.RawResponse(status, new RawHeaders(headers, null), new RawBody(0)),
                    true,
                    null));
        }
    }

    @Override
    public void finished(Sent sent) {
        int limit = call.caller().serving().snapshot().state().captureBytes();
        RawExchange.RawResponse response = sent.status() == 0
                ? null
                : new RawExchange.RawResponse(
                        sent.status(),
                        new RawHeaders(sent.headers(), null),
                        RawBody.of(
                                sent.bytes() == sent.body().length
                                        ? sent.body()
                                        : Arrays.copyOf(sent.body(), sent.bytes()),
                                limit));
        call.finished(outcome(
                sent.whole() ? Exchange.State.COMPLETE : Exchange.State.ABANDONED, response, sent.whole(), sent.why()));
        if (webhooks != null) {
            webhooks.begin();
        }
    }

    private Call.Outcome outcome(
            Exchange.State state,
            RawExchange.@Nullable RawResponse response,
            boolean delivered,
            @Nullable String error) {
        return new Call.Outcome(
                state,
                response,
                Exchange.AnsweredBy.TWIN,
                operation == null ? twin : twin + "/" + operation,
                delivered,
                error,
                null,
                List.of());
    }
}
