package dev.doppel.mock.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;

/** Closes a connection on which nothing moved for long. */
public final class Silence extends IdleStateHandler {
    public Silence(int seconds) {
        super(0, 0, seconds);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext ctx, IdleStateEvent event) {
        ctx.close();
    }
}
