package dev.doppel.mock.serve;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/** Who answers a call, and how. Confined to the call's event loop; the record of the call is its duty, exactly once. */
public interface Answer {
    /** The request head is known and the call is numbered. */
    void begin();

    /** Bytes of the request body, already captured; to be retained when kept. */
    void content(ByteBuf content);

    /** The request is complete. */
    void end(HttpHeaders trailers);

    /** The last byte of the answer was handed to the socket, or could not be. */
    void sent(boolean delivered);

    /** The caller hung up; nothing can be sent any more. */
    void callerGone();

    /** The caller takes bytes again. */
    void callerWritable();
}
