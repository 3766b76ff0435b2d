package dev.doppel.mock.listener;

import dev.doppel.mock.ca.Leaves;
import dev.doppel.mock.serve.Entrance;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the name in the ClientHello, fetches its certificate, and goes on with HTTP inside TLS. Failed handshakes are reported. */
final class TlsByName extends AbstractSniHandler<SslContext> {
    private static final int LARGEST_HELLO = 64 * 1024;

    private final Entrance entrance;
    private final Leaves leaves;

    TlsByName(Entrance entrance, Leaves leaves) {
        super(LARGEST_HELLO, 10_000L);
        this.entrance = entrance;
        this.leaves = leaves;
    }

    @Override
    protected Future<SslContext> lookup(ChannelHandlerContext ctx, @Nullable String name) {
        Promise<SslContext> promise = ctx.executor().newPromise();
        String address = name == null ? called(ctx) : null;
        leaves.context(name == null ? entrance.fallbackName() : name, address).whenComplete((context, failure) -> {
            if (failure == null) {
                promise.trySuccess(context);
            } else {
                promise.tryFailure(failure);
            }
        });
        return promise;
    }

    private @Nullable String called(ChannelHandlerContext ctx) {
        String known = entrance.fallbackAddress();
        return known == null && ctx.channel().localAddress() instanceof InetSocketAddress local
                ? local.getAddress().getHostAddress()
                : known;
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext ctx, @Nullable String name, Future<SslContext> done) {
        if (!done.isSuccess()) {
            entrance.handshakeFailed(name, String.valueOf(done.cause().getMessage()));
            ctx.close();
            return;
        }
        SslHandler handler = done.getNow().newHandler(ctx.alloc());
        ctx.pipeline().addLast(new Negotiated(name));
        ctx.pipeline().replace(this, "tls", handler);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        entrance.handshakeFailed(null, String.valueOf(cause.getMessage()));
        ctx.close();
    }

    private final class Negotiated extends ApplicationProtocolNegotiationHandler {
        private final @Nullable String name;
        private boolean over;

        Negotiated(@Nullable String name) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.name = name;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            over = true;
            String sni = name == null ? null : name.toLowerCase(Locale.ROOT);
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                Pipelines.http2(ctx.pipeline(), entrance, sni, true);
            } else {
                Pipelines.http1(ctx.pipeline(), entrance.front(true, sni, false));
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
            if (event instanceof SslHandshakeCompletionEvent completed && !completed.isSuccess() && !over) {
                over = true;
                entrance.handshakeFailed(name, String.valueOf(completed.cause().getMessage()));
            }
            super.userEventTriggered(ctx, event);
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
