package dev.doppel.mock.serve;

import dev.doppel.mock.forward.Upstream;
import dev.doppel.mock.forward.UpstreamEvents;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * The way of a forwarded request to the other side: what waits for a connection, then the connection. Each method that sends takes over the
 * message and answers whether the caller may be read further. Confined to the call's event loop.
 */
public final class Outbound {
    private final UnsentRequest unsent = new UnsentRequest();
    private @Nullable Upstream upstream;

    /** The head waits for a connection; what waited before is forgotten. */
    public void begin(HttpRequest head) {
        unsent.clear();
        unsent.add(head);
    }

    /** There is a connection: what waited is sent. */
    public boolean connected(Upstream connected, UpstreamEvents events) {
        upstream = connected;
        connected.attach(events);
        unsent.sendTo(connected.channel());
        return connected.channel().isWritable();
    }

    /** Sends, or keeps until there is a connection. */
    public boolean send(HttpContent content) {
        if (upstream == null) {
            return unsent.add(content);
        }
        upstream.channel().writeAndFlush(content);
        return upstream.channel().isWritable();
    }

    /** From now on bytes pass as they are. */
    public void tunnel() {
        if (upstream != null) {
            upstream.tunnel();
        }
    }

    /** Sends bytes of a tunnel; without a connection they go nowhere. */
    public boolean raw(ByteBuf bytes) {
        if (upstream == null) {
            bytes.release();
            return true;
        }
        upstream.channel().writeAndFlush(bytes);
        return upstream.channel().isWritable();
    }

    /** Whether the answer is read on. */
    public void read(boolean on) {
        if (upstream != null) {
            upstream.channel().config().setAutoRead(on);
        }
    }

    /** The exchange is over: the connection may serve another call, or must not. */
    public void settle(boolean reusable) {
        if (upstream != null && reusable) {
            upstream.release();
            upstream = null;
        }
        drop();
    }

    /** Closes the connection in the middle. */
    public void drop() {
        if (upstream != null) {
            upstream.close();
            upstream = null;
        }
    }

    /**
     * The connection has gone by itself.
     *
     * @return whether it had served another call before
     */
    public boolean lost() {
        Upstream gone = upstream;
        upstream = null;
        return gone != null && gone.reused();
    }

    /** Forgets what waits. */
    public void forget() {
        unsent.clear();
    }
}
