package dev.doppel.mock.serve;

import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.mock.select.PreparedAnswer;
import dev.doppel.mock.select.Route;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The caller's side of an HTTP/1 connection or of one HTTP/2 stream: one call at a time, further ones wait in order. Confined to its event
 * loop.
 *
 * <pre>
 * idle -> receiving (head numbered, body captured) -> answered -> idle | closed
 *                                     101: -> tunnel           -> closed
 * </pre>
 */
public final class HttpHandler extends ChannelInboundHandlerAdapter implements Reply {
    private static final int MOST_QUEUED = 256;

    private final Caller caller;
    private final ArrayDeque<Object> queued = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private @Nullable ChannelHandlerContext encoder;
    private @Nullable Call call;
    private @Nullable Answer answer;
    private boolean requestEnded;
    private boolean responseEnded;
    private boolean keepAlive;
    private boolean awaitsContinue;
    private boolean head;
    private boolean http10;
    private boolean tunnelling;
    private boolean reading;
    private boolean draining;
    private boolean wantsMore = true;
    private boolean broken;

    public HttpHandler(Caller caller) {
        this.caller = caller;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        this.context = ctx;
        this.encoder = ctx.pipeline().context(ResponseEncoder.class);
    }

    private ChannelHandlerContext ctx() {
        if (context == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return context;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        reading = true;
        if (broken) {
            ReferenceCountUtil.release(message);
        } else if (queued.isEmpty() && (call == null || !requestEnded || tunnelling)) {
            take(message);
        } else {
            queued.add(message);
            pace();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        ctx.flush();
    }

    private void take(Object message) {
        try {
            if (message instanceof HttpRequest request) {
                started(request);
            }
            if (message instanceof HttpContent content) {
                received(content);
            } else if (message instanceof ByteBuf raw && answer != null && call != null) {
                call.request().body().add(raw);
                answer.content(raw);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void started(HttpRequest request) {
        requestEnded = false;
        responseEnded = false;
        http10 = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
        head = request.method().equals(HttpMethod.HEAD);
        try {
            if (request.decoderResult().isFailure()) {
                throw Requests.malformed(request.decoderResult().cause());
            }
            keepAlive = HttpUtil.isKeepAlive(request);
            Call started = Requests.read(caller, request, ctx().channel());
            awaitsContinue = HttpUtil.is100ContinueExpected(request);
            call = started;
            caller.serving().log().arrived(started);
            if (caller.serving().snapshot().needsBody(started.head())) {
                answer = new Choosing(started, this, this::answers);
            } else {
                answer = answers(caller.serving()
                        .snapshot()
                        .route(started.head(), () -> dev.doppel.matching.mock.RequestBody.EMPTY));
            }
            answer.begin();
        } catch (RequestTarget.BadRequest e) {
            refuse(e.status(), String.valueOf(e.getMessage()));
        }
    }

    private Answer answers(Route route) {
        Call current = current();
        return switch (route) {
            case Route.ToMock mock -> new MockAnswering(current, this, mock);
            case Route.Refused refused -> new Refusal(current, this, refused);
            case Route.ToItem(EnvironmentItem item) ->
                new Forwarding(
                        current,
                        this,
                        new Destination.OfItem(item, caller.serving().upstreams()));
            case Route.ToOutside outside ->
                new Forwarding(
                        current,
                        this,
                        new Destination.Outside(
                                current.head(), outside, caller.serving().upstreams()));
        };
    }

    private Call current() {
        if (call == null) {
            throw new IllegalStateException("no call");
        }
        return call;
    }

    /** Something that is no request: answered, reported, and the connection is over. */
    private void refuse(int status, String why) {
        broken = true;
        caller.serving()
                .log()
                .diagnose(
                        status == 403 ? Diagnostic.Kind.REFUSED : Diagnostic.Kind.MALFORMED,
                        caller.origin() == null ? caller.listener().item() : caller.origin(),
                        null,
                        "refused with " + status + ": " + why);
        ByteBuf body = Requests.error(ctx().alloc(), why);
        HttpHeaders headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        if (!caller.http2()) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        requestWasHead(false);
        ctx().writeAndFlush(new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(status),
                        body,
                        headers,
                        EmptyHttpHeaders.INSTANCE))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private void received(HttpContent content) {
        Call current = call;
        Answer answering = answer;
        if (current == null || answering == null) {
            return;
        }
        if (content.decoderResult().isFailure()) {
            broken = true;
            caller.serving()
                    .log()
                    .diagnose(
                            Diagnostic.Kind.MALFORMED,
                            caller.origin(),
                            current.head().host(),
                            "the request body is broken: "
                                    + content.decoderResult().cause().getMessage());
            answering.callerGone();
            ctx().close();
            return;
        }
        if (content.content().isReadable()) {
            awaitsContinue = false;
            current.request().body().add(content.content());
            answering.content(content.content());
        }
        if (content instanceof LastHttpContent last) {
            requestEnded = true;
            answering.end(last.trailingHeaders());
            next();
        }
    }

    @Override
    public EventLoop loop() {
        return ctx().channel().eventLoop();
    }

    @Override
    public void inform(HttpResponseStatus status, HttpHeaders headers) {
        if (http10) {
            return;
        }
        if (status.equals(HttpResponseStatus.CONTINUE)) {
            awaitsContinue = false;
        }
        ctx().writeAndFlush(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                status,
                Unpooled.EMPTY_BUFFER,
                new DefaultHttpHeaders(false).set(headers),
                EmptyHttpHeaders.INSTANCE));
    }

    @Override
    public void head(HttpResponseStatus status, HttpHeaders headers) {
        HttpHeaders sent = new DefaultHttpHeaders(false).set(headers);
        if (!caller.http2()) {
            boolean bodiless = head || status.code() < 200 || status.code() == 204 || status.code() == 304;
            if (!bodiless && !sent.contains(HttpHeaderNames.CONTENT_LENGTH)) {
                if (http10) {
                    keepAlive = false;
                } else {
                    sent.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
                }
            }
            if (awaitsContinue && !requestEnded) {
                keepAlive = false;
            }
            if (!keepAlive) {
                sent.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            } else if (http10) {
                sent.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
            }
            requestWasHead(head);
        }
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, sent);
        ctx().write(response);
    }

    private void requestWasHead(boolean was) {
        if (encoder != null) {
            ((ResponseEncoder) encoder.handler()).requestWasHead(was);
        }
    }

    @Override
    public void body(ByteBuf content) {
        ctx().write(new DefaultHttpContent(content));
    }

    @Override
    public void end(@Nullable HttpHeaders trailers) {
        LastHttpContent last = trailers == null
                ? LastHttpContent.EMPTY_LAST_CONTENT
                : new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers);
        ChannelPromise written = ctx().newPromise();
        ended(written);
        ctx().write(last, written);
        flush();
        next();
    }

    private void ended(ChannelPromise written) {
        Answer answering = answer;
        responseEnded = true;
        boolean close = !keepAlive && (requestEnded || awaitsContinue);
        written.addListener(done -> {
            if (answering != null) {
                answering.sent(done.isSuccess());
            }
            if (close) {
                ctx().close();
            }
        });
    }

    @Override
    public void prepared(PreparedAnswer prepared) {
        if (encoder != null
                && keepAlive
                && !http10
                && !head
                && prepared.status().code() >= 200) {
            ChannelPromise written = ctx().newPromise();
            ended(written);
            encoder.write(prepared.http1(), written);
            flush();
            next();
            return;
        }
        if (prepared.status().code() < 200) {
            keepAlive = false;
        }
        head(prepared.status(), prepared.headers());
        if (!head && prepared.body().length > 0) {
            body(Unpooled.wrappedBuffer(prepared.body()));
        }
        end(null);
    }

    @Override
    public void flush() {
        if (!reading) {
            ctx().flush();
        }
    }

    @Override
    public boolean writable() {
        return ctx().channel().isWritable();
    }

    @Override
    public void readMore(boolean more) {
        wantsMore = more;
        pace();
    }

    private void pace() {
        ctx().channel().config().setAutoRead((wantsMore || requestEnded && !tunnelling) && queued.size() < MOST_QUEUED);
    }

    @Override
    public void abort() {
        broken = true;
        if (caller.http2()) {
            ctx().writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void tunnel(HttpHeaders headers) {
        requestWasHead(false);
        ctx().writeAndFlush(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.SWITCHING_PROTOCOLS,
                Unpooled.EMPTY_BUFFER,
                headers,
                EmptyHttpHeaders.INSTANCE));
        tunnelling = true;
        ctx().pipeline().remove(ResponseEncoder.class);
        ctx().pipeline().remove(RequestDecoder.class);
        encoder = null;
        pace();
    }

    @Override
    public void raw(ByteBuf content) {
        ctx().write(content);
    }

    /** When both sides of a call are over, the next one begins. */
    private void next() {
        if (!requestEnded || !responseEnded || tunnelling) {
            return;
        }
        call = null;
        answer = null;
        responseEnded = false;
        requestEnded = false;
        wantsMore = true;
        if (draining) {
            return;
        }
        draining = true;
        while (!broken && !queued.isEmpty() && (call == null || !requestEnded)) {
            if (!keepAlive && call == null) {
                break;
            }
            take(queued.poll());
        }
        draining = false;
        pace();
        if (!keepAlive && call == null && !caller.http2()) {
            broken = true;
            ctx().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && answer != null) {
            answer.callerWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        broken = true;
        queued.forEach(ReferenceCountUtil::release);
        queued.clear();
        if (answer != null) {
            answer.callerGone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
