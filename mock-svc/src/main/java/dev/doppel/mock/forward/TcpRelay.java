package dev.doppel.mock.forward;

import dev.doppel.mock.transport.Transport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** Bytes both ways, untouched, at the pace of the slower side; the end of one direction is passed on alone. */
public final class TcpRelay {
    private TcpRelay() {}

    /**
     * Connects and relays until both sides are done.
     *
     * @param caller a connection that reads nothing yet
     * @param failed told when the other side cannot be reached; the caller is closed
     */
    public static void start(
            Transport transport, Channel caller, InetSocketAddress target, Consumer<Throwable> failed) {
        caller.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        ChannelFuture connected = transport
                .client(caller.eventLoop())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(target);
        connected.addListener(done -> {
            Channel other = connected.channel();
            if (!done.isSuccess()) {
                caller.close();
                failed.accept(done.cause());
                return;
            }
            if (!caller.isActive()) {
                other.close();
                return;
            }
            join(caller, other);
        });
    }

    /** Relays between two open connections of one event loop that have no handlers of their own any more. */
    public static void join(Channel one, Channel other) {
        one.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        other.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        one.pipeline().addLast(new Side(other));
        other.pipeline().addLast(new Side(one));
        one.config().setAutoRead(true);
        other.config().setAutoRead(true);
    }

    private static final class Side extends ChannelInboundHandlerAdapter {
        private final Channel other;
        private boolean ended;

        Side(Channel other) {
            this.other = other;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            other.write(message);
            if (!other.isWritable()) {
                ctx.channel().config().setAutoRead(false);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            other.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            if (ctx.channel().isWritable()) {
                other.config().setAutoRead(true);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof ChannelInputShutdownEvent && !ended) {
                ended = true;
                other.flush();
                ((DuplexChannel) other).shutdownOutput();
                if (((DuplexChannel) ctx.channel()).isOutputShutdown()) {
                    ctx.close();
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            other.writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
