package dev.doppel.mock.egress;

import dev.doppel.mock.transport.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Leaves through the launcher, which does the resolving and checking outside our namespaces:
 *
 * <pre>
 * we    CONNECT host:port\n
 * it    OK\n  then the connection's bytes, or  ERR text\n
 * </pre>
 *
 * Thread-safe.
 */
public final class SocketEgress implements Egress {
    private static final int LONGEST_LINE = 4096;

    private final Transport transport;
    private final String path;

    /** @param path of the launcher's Unix socket */
    public SocketEgress(Transport transport, String path) {
        this.transport = transport;
        this.path = path;
    }

    @Override
    public Future<Channel> connect(EventLoop loop, String host, int port) {
        Promise<Channel> promise = loop.newPromise();
        if (host.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            return promise.setFailure(new EgressRefused("not a host name: " + host));
        }
        ChannelFuture connected = transport
                .unixClient(loop)
                .option(ChannelOption.AUTO_READ, true)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(transport.unixAddress(path));
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                promise.tryFailure(new EgressRefused(
                        "the way out (" + path + ") is closed: " + done.cause().getMessage()));
                return;
            }
            Channel channel = connected.channel();
            channel.pipeline().addLast(new Answer(promise, host + ":" + port));
            channel.writeAndFlush(
                    Unpooled.copiedBuffer("CONNECT " + host + ":" + port + "\n", StandardCharsets.US_ASCII));
        });
        return promise;
    }

    private static final class Answer extends ByteToMessageDecoder {
        private final Promise<Channel> promise;
        private final String target;

        Answer(Promise<Channel> promise, String target) {
            this.promise = promise;
            this.target = target;
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            int end = in.bytesBefore((byte) '\n');
            if (end < 0) {
                if (in.readableBytes() > LONGEST_LINE) {
                    fail(ctx, "the way out answered with more than a line");
                }
                return;
            }
            String line = in.readCharSequence(end, StandardCharsets.UTF_8).toString();
            in.skipBytes(1);
            if (line.equals("OK")) {
                ctx.channel().config().setAutoRead(false);
                ctx.pipeline().remove(this);
                promise.trySuccess(ctx.channel());
            } else {
                fail(ctx, line.startsWith("ERR ") ? line.substring(4) : "the way out answered " + line);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            fail(ctx, "the way out closed the connection to " + target + " without an answer");
        }

        private void fail(ChannelHandlerContext ctx, String why) {
            promise.tryFailure(new EgressRefused(why));
            ctx.close();
        }
    }
}
