package dev.doppel.mock.alone;

import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.journal.Journal;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.workspace.Workspace;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the admin port. Reads one request at a time and gives the caller {@value #SECONDS} s to send it whole, so neither a slow nor
 * a silent caller holds a place for long. Confined to its event loop but for the answering itself.
 */
final class AdminConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = Logger.getLogger(AdminConnection.class);
    private static final long SECONDS = 30;

    private final AdminRoutes routes;
    private final ExecutorService threads;
    private @Nullable ScheduledFuture<?> limit;
    private Journal.@Nullable Following following;

    AdminConnection(AdminRoutes routes, ExecutorService threads) {
        this.routes = routes;
        this.threads = threads;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        next(ctx);
    }

    private void next(ChannelHandlerContext ctx) {
        limit = ctx.executor().schedule(() -> ctx.close(), SECONDS, TimeUnit.SECONDS);
        ctx.read();
    }

    private void received() {
        if (limit != null) {
            limit.cancel(false);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest message) {
        received();
        boolean keepAlive = HttpUtil.isKeepAlive(message);
        if (message.decoderResult().isFailure()) {
            send(
                    ctx,
                    AdminRoutes.error(
                            400,
                            "bad_request",
                            String.valueOf(message.decoderResult().cause().getMessage())),
                    false);
            return;
        }
        TwinRequest request = read(message);
        Workspace followed = routes.followed(request);
        if (followed != null) {
            follow(ctx, followed);
            return;
        }
        threads.execute(() -> {
            TwinResponse answer = answer(request);
            ctx.executor().execute(() -> send(ctx, answer, keepAlive));
        });
    }

    private TwinResponse answer(TwinRequest request) {
        try {
            return routes.answer(request);
        } catch (RuntimeException e) {
            LOG.errorf(e, "the admin API failed at %s %s", request.method(), request.rawPath());
            return AdminRoutes.error(500, "internal_error", "a fault of doppel itself, see the twin's log: " + e);
        }
    }

    private static TwinRequest read(FullHttpRequest message) {
        Headers headers = new Headers();
        message.headers().forEach(header -> headers.add(header.getKey(), header.getValue()));
        return TwinRequest.of(message.method().name(), message.uri(), headers, ByteBufUtil.getBytes(message.content()));
    }

    /** Answers 413 and closes. */
    static void refuse(ChannelHandlerContext ctx, String why) {
        FullHttpResponse response = response(AdminRoutes.error(413, "body_too_large", why));
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private static FullHttpResponse response(TwinResponse answer) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        answer.headers().asMap().forEach((name, values) -> response.headers().set(name, values));
        if (answer.status() != 204) {
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        }
        response.headers().set("X-Content-Type-Options", "nosniff");
        return response;
    }

    private void send(ChannelHandlerContext ctx, TwinResponse answer, boolean keepAlive) {
        FullHttpResponse response = response(answer);
        if (keepAlive) {
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            next(ctx);
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Server-sent events: one per request to the twin. A follower that does not keep up misses some. */
    private void follow(ChannelHandlerContext ctx, Workspace workspace) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        ctx.write(head);
        event(ctx, "connected", "{}");
        following = workspace.twin().journal().follow(entry -> {
            if (ctx.channel().isWritable()) {
                String text = Json.text(entry.asMap(workspace.shownId()));
                ctx.executor().execute(() -> event(ctx, "request", text));
            }
        });
        ctx.read();
    }

    private static void event(ChannelHandlerContext ctx, String name, String data) {
        byte[] text = ("event: " + name + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(text)));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        received();
        if (following != null) {
            following.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
