package dev.doppel.mock.plane;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** HTTP/2 without TLS, frame by frame: a caller, and a small server for gRPC. */
public final class H2 implements AutoCloseable {
    private static final EventLoopGroup LOOPS = new NioEventLoopGroup(2, run -> {
        Thread thread = new Thread(run, "test-h2");
        thread.setDaemon(true);
        return thread;
    });

    private final Channel connection;

    private H2(Channel connection) {
        this.connection = connection;
    }

    public static H2 connect(String from, InetSocketAddress to) {
        Channel channel = new Bootstrap()
                .group(LOOPS)
                .channel(NioSocketChannel.class)
                .localAddress(new InetSocketAddress(from, 0))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        ch.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient()
                                                .initialSettings(Http2Settings.defaultSettings()
                                                        .maxHeaderListSize(200_000))
                                                .build(),
                                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                    }
                })
                .connect(to)
                .syncUninterruptibly()
                .channel();
        return new H2(channel);
    }

    /** One stream: what came back, as it comes. */
    public static final class Stream extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Http2Headers> head = new CompletableFuture<>();
        private final CompletableFuture<Http2Headers> trailers = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final CompletableFuture<Long> reset = new CompletableFuture<>();
        private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private Http2StreamChannel channel;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            try {
                switch (message) {
                    case Http2HeadersFrame frame -> {
                        if (!head.complete(frame.headers())) {
                            trailers.complete(frame.headers());
                        }
                        end(frame.isEndStream());
                    }
                    case Http2DataFrame frame -> {
                        ByteBuf content = frame.content();
                        byte[] bytes = new byte[content.readableBytes()];
                        content.getBytes(content.readerIndex(), bytes);
                        body.writeBytes(bytes);
                        pieces.add(new String(bytes, StandardCharsets.UTF_8));
                        end(frame.isEndStream());
                    }
                    default -> {}
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame frame) {
                reset.complete(frame.errorCode());
            }
        }

        private void end(boolean over) {
            if (over) {
                trailers.complete(new DefaultHttp2Headers());
                ended.complete(null);
            }
        }

        public Http2Headers head() throws Exception {
            return head.get(20, TimeUnit.SECONDS);
        }

        public int status() throws Exception {
            return Integer.parseInt(head().status().toString());
        }

        public Http2Headers trailers() throws Exception {
            return trailers.get(20, TimeUnit.SECONDS);
        }

        public String text() throws Exception {
            ended.get(20, TimeUnit.SECONDS);
            return body.toString(StandardCharsets.UTF_8);
        }

        public int size() throws Exception {
            ended.get(20, TimeUnit.SECONDS);
            return body.size();
        }

        public long resetCode() throws Exception {
            return reset.get(20, TimeUnit.SECONDS);
        }

        public String piece() throws Exception {
            return pieces.poll(20, TimeUnit.SECONDS);
        }

        public Stream data(String text, boolean last) {
            channel.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8), last));
            return this;
        }

        public void cancel() {
            channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL)).syncUninterruptibly();
        }
    }

    public Stream get(String authority, String path) {
        return open(head("GET", authority, path), true);
    }

    public Stream open(Http2Headers headers, boolean last) {
        Stream stream = new Stream();
        Http2StreamChannel channel = new Http2StreamChannelBootstrap(connection)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        ch.pipeline().addLast(stream);
                    }
                })
                .open()
                .syncUninterruptibly()
                .getNow();
        stream.channel = channel;
        channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, last));
        return stream;
    }

    public static Http2Headers head(String method, String authority, String path) {
        return new DefaultHttp2Headers()
                .method(method)
                .scheme("http")
                .authority(authority)
                .path(path);
    }

    public void goAway() {
        connection
                .writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR))
                .syncUninterruptibly();
    }

    @Override
    public void close() {
        connection.close().syncUninterruptibly();
    }

    /** A server that answers each stream as gRPC would: echoes data, then trailers with a status. */
    public static Channel grpcEcho(String address) {
        return new ServerBootstrap()
                .group(LOOPS)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        ch.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forServer().build(),
                                        new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                                            @Override
                                            protected void initChannel(Channel stream) {
                                                stream.pipeline().addLast(new Echo());
                                            }
                                        }));
                    }
                })
                .bind(address, 0)
                .syncUninterruptibly()
                .channel();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            switch (message) {
                case Http2HeadersFrame frame ->
                    ctx.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers()
                            .status("200")
                            .set("content-type", "application/grpc")
                            .set("x-te", String.valueOf(frame.headers().get("te")))));
                case Http2DataFrame frame -> {
                    boolean last = frame.isEndStream();
                    ctx.writeAndFlush(new DefaultHttp2DataFrame(frame.content(), false));
                    if (last) {
                        ctx.writeAndFlush(
                                new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().set("grpc-status", "0"), true));
                    }
                }
                default -> ReferenceCountUtil.release(message);
            }
        }
    }
}
