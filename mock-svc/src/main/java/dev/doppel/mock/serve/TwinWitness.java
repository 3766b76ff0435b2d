package dev.doppel.mock.serve;

import dev.doppel.twin.http.TwinResponse;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Learns how a twin's answer went. Called on the call's event loop, each method at most once, in this order. */
public interface TwinWitness {
    /** The twin has answered, its changes are made; nothing was sent yet. The response's webhooks become due after {@link #finished}. */
    void answered(TwinResponse response);

    /** The head of an answer in pieces was sent. */
    void opened(int status, HttpHeaders headers);

    /** The call is over. Always called. */
    void finished(Sent sent);

    /**
     * What went out.
     *
     * @param status 0 when no head was sent
     * @param headers as sent, empty when none were
     * @param body what was meant to be sent of the body, from its beginning
     * @param bytes how much of it went out
     * @param whole true when the answer was sent to its end
     * @param operation the twin's operation, or null when none matched or the twin did not answer
     * @param why why there is no whole answer, or null
     */
    record Sent(
            int status,
            HttpHeaders headers,
            byte[] body,
            int bytes,
            boolean whole,
            @Nullable String operation,
            @Nullable String why) {}
}
