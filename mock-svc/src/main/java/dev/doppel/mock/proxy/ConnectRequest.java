package dev.doppel.mock.proxy;

import dev.doppel.mock.ca.Leaves;
import dev.doppel.mock.egress.EgressRefused;
import dev.doppel.mock.forward.TcpRelay;
import dev.doppel.mock.listener.FirstBytes;
import dev.doppel.mock.serve.RequestDecoder;
import dev.doppel.mock.transport.Reasons;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One {@code CONNECT} (RFC 9110 section 9.3.6): looked into, or passed on untouched. Confined to its event loop.
 *
 * <pre>
 * head -> 200 -> TLS or HTTP of ours          (looked into)
 *      -> connecting -> 200 -> bytes both ways (untouched)
 *      -> 400 | 502, closed
 * </pre>
 */
final class ConnectRequest extends ChannelInboundHandlerAdapter {
    private static final String ESTABLISHED = "HTTP/1.1 200 Connection Established\r\n\r\n";

    private final Plane plane;
    private boolean begun;

    ConnectRequest(Plane plane) {
        this.plane = plane;
    }

    /** Host and port of a {@code CONNECT}; null when it is none that can be served. */
    static @Nullable Where authority(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String port = text.substring(colon + 1);
        boolean literal = host.matches("\\[[0-9a-f:.]{2,45}]");
        if (!literal && !host.matches("[a-z0-9_]([a-z0-9._-]{0,252})") || !port.matches("[1-9][0-9]{0,4}")) {
            return null;
        }
        int number = Integer.parseInt(port);
        return number > 65_535 ? null : new Where(false, Where.bare(host), number, "", "");
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf) {
            ctx.fireChannelRead(message); // what came early belongs to whoever comes after
            return;
        }
        try {
            if (!begun && message instanceof HttpRequest request) {
                begun = true;
                ctx.channel().config().setAutoRead(false);
                begin(ctx, request);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        HttpHeaders headers = request.headers();
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        if (request.decoderResult().isFailure()) {
            refuse(
                    ctx,
                    400,
                    "Bad Request",
                    "invalid_connect",
                    "not a CONNECT request: " + request.decoderResult().cause().getMessage());
            return;
        }
        Where where = authority(request.uri());
        if (!request.method().equals(HttpMethod.CONNECT) || where == null) {
            refuse(
                    ctx,
                    400,
                    "Bad Request",
                    "invalid_connect",
                    "CONNECT names a host and a port such as" + " api.example.com:443");
        } else if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING) || length != null && !length.equals("0")) {
            refuse(ctx, 400, "Bad Request", "invalid_connect", "a CONNECT request has no body");
        } else if (ProxyFront.leadsHere(where, ctx.channel())) {
            refuse(ctx, 400, "Bad Request", "invalid_connect", "that leads back to the proxy itself");
        } else {
            Leaves leaves = plane.policy().interception(where.host(), where.port());
            if (leaves == null) {
                tunnel(ctx, where);
            } else {
                ctx.executor().execute(() -> lookInto(ctx, where, leaves));
            }
        }
    }

    private void lookInto(ChannelHandlerContext ctx, Where where, Leaves leaves) {
        say(ctx, ESTABLISHED);
        ctx.pipeline().addLast(new FirstBytes(ProxyEntrance.inside(plane, where.host(), where.port()), leaves));
        ctx.channel().config().setAutoRead(true);
        leave(ctx);
    }

    private void tunnel(ChannelHandlerContext ctx, Where where) {
        plane.egress()
                .connect(ctx.channel().eventLoop(), where.host(), where.port())
                .addListener((Future<Channel> done) -> {
                    if (!done.isSuccess()) {
                        refuse(
                                ctx,
                                502,
                                "Bad Gateway",
                                "target_unreachable",
                                where.host() + ":" + where.port()
                                        + " cannot be reached: "
                                        + (done.cause() instanceof EgressRefused refused
                                                ? refused.getMessage()
                                                : Reasons.of(done.cause())));
                    } else if (!ctx.channel().isActive()) {
                        done.getNow().close();
                    } else {
                        plane.policy().tunnelled();
                        say(ctx, ESTABLISHED);
                        TcpRelay.join(ctx.channel(), done.getNow());
                        leave(ctx);
                    }
                });
    }

    /** Takes itself and the decoder out; bytes that came early go to those behind. */
    private static void leave(ChannelHandlerContext ctx) {
        ctx.pipeline().remove(RequestDecoder.class);
        ctx.pipeline().remove(ConnectRequest.class);
    }

    private static void say(ChannelHandlerContext ctx, String text) {
        ctx.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private static void refuse(ChannelHandlerContext ctx, int status, String reason, String code, String message) {
        byte[] body = Saying.json(code, message);
        String head = "HTTP/1.1 " + status + " " + reason + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\nConnection: close\r\n\r\n";
        ctx.writeAndFlush(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), body))
                .addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
