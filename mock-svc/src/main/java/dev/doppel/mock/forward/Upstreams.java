package dev.doppel.mock.forward;

import dev.doppel.mock.egress.Egress;
import dev.doppel.mock.transport.Transport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Connections to items and to the outside, as HTTP/1.1 or (gRPC) HTTP/2. Thread-safe. */
public final class Upstreams {
    private static final int LINE = 64 * 1024;
    private static final int HEADERS = 256 * 1024;
    private static final int CHUNK = 64 * 1024;

    private final Transport transport;
    private final Egress egress;
    private final SslContext http1;
    private final SslContext http2;
    private final Map<EventLoop, UpstreamPool> pools = new ConcurrentHashMap<>();

    /** @param roots what certificates of the outside are verified against; null for the JDK's public roots */
    public Upstreams(Transport transport, Egress egress, @Nullable TrustManagerFactory roots) {
        this.transport = transport;
        this.egress = egress;
        this.http1 = outside(roots, ApplicationProtocolNames.HTTP_1_1);
        this.http2 = outside(roots, ApplicationProtocolNames.HTTP_2);
    }

    private static SslContext outside(@Nullable TrustManagerFactory roots, String protocol) {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .trustManager(roots)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            protocol))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS in this JDK", e);
        }
    }

    /** A connection to an item, perhaps one that served before. */
    public Future<Upstream> item(EventLoop loop, InetSocketAddress address, boolean grpc, boolean fresh) {
        UpstreamPool pool = pools.computeIfAbsent(loop, UpstreamPool::new);
        Upstream kept = grpc || fresh ? null : pool.take(address);
        if (kept != null) {
            return loop.newSucceededFuture(kept);
        }
        Promise<Upstream> promise = loop.newPromise();
        ChannelFuture connected = transport
                .client(loop)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(address);
        connected.addListener(done -> {
            if (done.isSuccess()) {
                ready(connected.channel(), grpc, pool, promise);
            } else {
                promise.tryFailure(done.cause());
            }
        });
        return promise;
    }

    /** A new connection to a host outside; with {@code tls} its certificate is verified for the host. */
    public Future<Upstream> outside(EventLoop loop, String host, int port, boolean tls, boolean grpc) {
        Promise<Upstream> promise = loop.newPromise();
        egress.connect(loop, host, port).addListener((Future<Channel> done) -> {
            if (!done.isSuccess()) {
                promise.tryFailure(done.cause());
            } else if (tls) {
                secure(done.getNow(), host, port, grpc, promise);
            } else {
                ready(done.getNow(), grpc, null, promise);
            }
        });
        return promise;
    }

    private void secure(Channel channel, String host, int port, boolean grpc, Promise<Upstream> promise) {
        SslHandler handler = (grpc ? http2 : http1).newHandler(channel.alloc(), host, port);
        SSLEngine engine = handler.engine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        Unready unready = new Unready();
        channel.pipeline().addLast(handler, unready);
        channel.config().setAutoRead(true);
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                channel.pipeline().remove(unready);
                ready(channel, grpc, null, promise);
            } else {
                channel.close();
                promise.tryFailure(done.cause());
            }
        });
    }

    private static void ready(Channel channel, boolean grpc, @Nullable UpstreamPool pool, Promise<Upstream> promise) {
        if (!grpc) {
            Upstream upstream = new Upstream(pool, null);
            channel.pipeline().addLast(new HttpClientCodec(LINE, HEADERS, CHUNK, false), upstream);
            channel.config().setAutoRead(true);
            promise.trySuccess(upstream);
            return;
        }
        ChannelHandler noPush = new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel pushed) {
                pushed.close();
            }
        };
        channel.pipeline()
                .addLast(
                        Http2FrameCodecBuilder.forClient()
                                .initialSettings(Http2Settings.defaultSettings()
                                        .pushEnabled(false)
                                        .initialWindowSize(1 << 20))
                                .build(),
                        new Http2MultiplexHandler(noPush));
        channel.config().setAutoRead(true);
        Upstream upstream = new Upstream(null, channel);
        new Http2StreamChannelBootstrap(channel)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(false), upstream);
                    }
                })
                .open()
                .addListener((Future<Http2StreamChannel> done) -> {
                    if (done.isSuccess()) {
                        promise.trySuccess(upstream);
                    } else {
                        channel.close();
                        promise.tryFailure(done.cause());
                    }
                });
    }

    /** A handshake that fails is told to whoever waits for it; its exception goes no further. */
    private static final class Unready extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
