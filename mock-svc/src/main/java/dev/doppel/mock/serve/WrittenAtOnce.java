package dev.doppel.mock.serve;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/** An answer that is given whole at the request's head: nothing that comes of the request later matters to it. */
public interface WrittenAtOnce extends Answer {
    @Override
    default void content(ByteBuf content) {
        // of no use
    }

    @Override
    default void end(HttpHeaders trailers) {
        // answered already
    }

    @Override
    default void sent(boolean delivered) {
        // nobody waits for it
    }

    @Override
    default void callerGone() {
        // nothing is held
    }

    @Override
    default void callerWritable() {
        // nothing more comes
    }
}
