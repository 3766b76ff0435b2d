package dev.doppel.mock.serve;

import dev.doppel.mock.egress.EgressRefused;
import dev.doppel.mock.transport.Reasons;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Why no connection came about.
 *
 * @param status what the caller is answered
 * @param code for a test step, which may try again since nothing was sent (spec 5.3); null: nothing is known of that
 * @param why for people
 */
record Unreached(int status, @Nullable String code, String why) {
    static Unreached of(Throwable cause, Destination destination) {
        return switch (cause) {
            case EgressRefused refused ->
                new Unreached(502, "outside-unreachable", String.valueOf(refused.getMessage()));
            case ConnectTimeoutException slow ->
                new Unreached(504, "connect-timeout", "connecting to " + destination + " timed out");
            case ConnectException refused ->
                new Unreached(502, "connect-refused", "cannot reach " + destination + Reasons.because(refused));
            default -> new Unreached(502, null, "cannot reach " + destination + Reasons.because(cause));
        };
    }
}
