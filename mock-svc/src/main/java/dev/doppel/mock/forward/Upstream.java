package dev.doppel.mock.forward;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** One connection (or HTTP/2 stream) to whoever really answers. Confined to its event loop. */
public final class Upstream extends ChannelInboundHandlerAdapter {
    private final @Nullable UpstreamPool pool;
    private final @Nullable Channel owner;
    private @Nullable UpstreamEvents events;
    private @Nullable Channel channel;
    private @Nullable Throwable failure;
    private boolean reused;
    long idleSince;

    /**
     * @param pool takes it back when it can serve again, null for one call only
     * @param owner a connection made for this stream alone, closed with it; null when the channel is the connection
     */
    Upstream(@Nullable UpstreamPool pool, @Nullable Channel owner) {
        this.pool = pool;
        this.owner = owner;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        this.channel = ctx.channel();
    }

    /** The channel to write to. */
    public Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return channel;
    }

    /** True when the connection served another call before: it may have been closed by the peer meanwhile. */
    public boolean reused() {
        return reused;
    }

    /** From now on events go there. */
    public void attach(UpstreamEvents listener) {
        this.events = listener;
    }

    /** The call is over and the connection clean: it may serve another. */
    public void release() {
        events = null;
        if (pool != null && channel().isActive()) {
            reused = true;
            pool.put(this);
        } else {
            close();
        }
    }

    /** The call is over, whatever the connection's state. */
    public void close() {
        events = null;
        channel().close();
        if (owner != null) {
            owner.close();
        }
    }

    /** From now on bytes pass untouched in both directions (RFC 9110 section 7.8). */
    public void tunnel() {
        channel().pipeline().remove(HttpClientCodec.class);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (events == null) {
            ReferenceCountUtil.release(message);
            ctx.close();
        } else {
            events.received(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (events != null) {
            events.receivedAll();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (events != null) {
            events.writabilityChanged(ctx.channel().isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        UpstreamEvents told = events;
        events = null;
        if (told != null) {
            told.closed(failure);
        }
        if (owner != null) {
            owner.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failure = cause;
        ctx.close();
    }
}
