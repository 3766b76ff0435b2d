package dev.doppel.mock.serve;

import dev.doppel.mock.capture.RawBody;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** What stands behind one HTTP/1 connection or one HTTP/2 stream: takes request heads, names who answers. Confined to its event loop. */
public interface Front {
    /**
     * A call under way.
     *
     * @param answer who answers it
     * @param capture where a copy of the request body goes, or null when nobody wants one
     */
    record Incoming(Answer answer, @Nullable RawBody capture) {}

    /** Whether the caller speaks HTTP/2. */
    boolean http2();

    /**
     * Takes a request head.
     *
     * @throws RequestTarget.BadRequest when it cannot be served
     */
    Incoming begin(HttpRequest request, Channel channel, Reply reply) throws RequestTarget.BadRequest;

    /** A request was answered with that status because it was none, or not allowed. */
    void refused(int status, String why);

    /** The body of the newest request cannot be read. */
    void brokenBody(String why);
}
