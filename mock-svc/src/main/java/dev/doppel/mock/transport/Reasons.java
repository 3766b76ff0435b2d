package dev.doppel.mock.transport;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import org.jspecify.annotations.Nullable;

/** Why a connection failed, in words for people instead of the transport's own. Pure. */
public final class Reasons {
    private Reasons() {}

    /** Such as {@code connection refused}. */
    public static String of(Throwable cause) {
        return switch (cause) {
            case ConnectTimeoutException slow -> "no answer within 10 s";
            case ConnectException refused -> "connection refused";
            case NoRouteToHostException none -> "no route to host";
            default -> {
                String message = cause.getMessage();
                yield message == null ? cause.getClass().getSimpleName() : plain(message);
            }
        };
    }

    /** The reason behind a colon, to be appended to what failed; nothing when there is no cause. */
    public static String because(@Nullable Throwable cause) {
        return cause == null ? "" : ": " + of(cause);
    }

    private static String plain(String message) {
        if (message.contains("Connection reset") || message.contains("-104")) {
            return "connection reset";
        }
        return message;
    }
}
