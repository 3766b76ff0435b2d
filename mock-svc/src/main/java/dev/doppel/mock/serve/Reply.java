package dev.doppel.mock.serve;

import dev.doppel.mock.select.PreparedAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/** The caller's side of a call: what an {@link Answer} writes to. Confined to the call's event loop. */
public interface Reply {
    /** The loop. */
    EventLoop loop();

    /** An informational response (1xx but 101); left out for callers that cannot take it. */
    void inform(HttpResponseStatus status, HttpHeaders headers);

    /** Status and headers; framing follows from {@code Content-Length} in them, or its absence. */
    void head(HttpResponseStatus status, HttpHeaders headers);

    /** Bytes of the body; taken over. */
    void body(ByteBuf content);

    /** The end of the answer; then {@link Answer#sent}. */
    void end(@Nullable HttpHeaders trailers);

    /** A whole answer made ready before; then {@link Answer#sent}. */
    void prepared(PreparedAnswer answer);

    /** Pushes out what was written. */
    void flush();

    /** False while the caller's buffer is full. */
    boolean writable();

    /** Stops or resumes reading the request. */
    void readMore(boolean more);

    /** Breaks the answer off so that the caller notices. */
    void abort();

    /** Sends 101 with these headers; from then on bytes pass untouched: the caller's come as {@link Answer#content}. */
    void tunnel(HttpHeaders headers);

    /** Bytes of a tunnel; taken over. */
    void raw(ByteBuf content);
}
