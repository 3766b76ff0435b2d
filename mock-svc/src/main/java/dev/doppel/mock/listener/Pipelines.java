package dev.doppel.mock.listener;

import dev.doppel.mock.serve.Entrance;
import dev.doppel.mock.serve.Front;
import dev.doppel.mock.serve.HttpHandler;
import dev.doppel.mock.serve.RequestDecoder;
import dev.doppel.mock.serve.ResponseEncoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** What stands behind the first bytes. */
final class Pipelines {
    private static final int STREAMS = 10_000;
    private static final int WINDOW = 1 << 20;
    private static final int HEADER_LIST = 128 * 1024;

    private Pipelines() {}

    static void http1(ChannelPipeline pipeline, Front front) {
        pipeline.addLast(new RequestDecoder(), new ResponseEncoder(), new HttpHandler(front));
    }

    static void http2(ChannelPipeline pipeline, Entrance entrance, @Nullable String sni, boolean tls) {
        pipeline.addLast(
                Http2FrameCodecBuilder.forServer()
                        .initialSettings(Http2Settings.defaultSettings()
                                .maxConcurrentStreams(STREAMS)
                                .initialWindowSize(WINDOW)
                                .maxHeaderListSize(HEADER_LIST))
                        .decoderEnforceMaxRstFramesPerWindow(2 * STREAMS, 30)
                        .build(),
                new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline()
                                .addLast(
                                        new Http2StreamFrameToHttpObjectCodec(true),
                                        new HttpHandler(entrance.front(tls, sni, true)));
                    }
                }),
                new Rest());
    }

    /** What no stream is concerned with: settings, pings, and the connection's end. */
    private static final class Rest extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
