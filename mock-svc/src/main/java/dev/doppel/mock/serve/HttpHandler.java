package dev.doppel.mock.serve;

import dev.doppel.mock.capture.RawBody;
import dev.doppel.mock.select.PreparedAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
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

    private final Front front;
    private final ArrayDeque<Object> queued = new ArrayDeque<>();
    private @Nullable ResponseWriter responses;
    private Front.@Nullable Incoming call;
    private @Nullable Answer answer;
    private boolean requestEnded;
    private boolean responseEnded;
    private boolean tunnelling;
    private boolean reading;
    private boolean draining;
    private boolean wantsMore = true;
    private boolean broken;

    public HttpHandler(Front front) {
        this.front = front;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        this.responses = new ResponseWriter(ctx, front.http2());
    }

    private ResponseWriter responses() {
        if (responses == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return responses;
    }

    private ChannelHandlerContext ctx() {
        return responses().context();
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
                capture(call.capture(), raw);
                answer.content(raw);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void started(HttpRequest request) {
        requestEnded = false;
        responseEnded = false;
        responses().requestBegins(request);
        try {
            if (request.decoderResult().isFailure()) {
                throw Requests.malformed(request.decoderResult().cause());
            }
            responses().requestUnderstood(request);
            Front.Incoming started = front.begin(request, ctx().channel(), this);
            call = started;
            answer = started.answer();
            started.answer().begin();
        } catch (RequestTarget.BadRequest e) {
            refuse(e.status(), String.valueOf(e.getMessage()));
        }
    }

    private static void capture(@Nullable RawBody copy, ByteBuf content) {
        if (copy != null) {
            copy.add(content);
        }
    }

    /** Something that is no request: answered, reported, and the connection is over. */
    private void refuse(int status, String why) {
        broken = true;
        front.refused(status, why);
        responses().refuse(status, Requests.error(ctx().alloc(), why));
    }

    private void received(HttpContent content) {
        Front.Incoming current = call;
        Answer answering = answer;
        if (current == null || answering == null) {
            return;
        }
        if (content.decoderResult().isFailure()) {
            broken = true;
            front.brokenBody(String.valueOf(content.decoderResult().cause().getMessage()));
            answering.callerGone();
            ctx().close();
            return;
        }
        if (content.content().isReadable()) {
            responses().bodyCame();
            capture(current.capture(), content.content());
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
        responses().inform(status, headers);
    }

    @Override
    public void head(HttpResponseStatus status, HttpHeaders headers) {
        responses().head(status, headers, requestEnded);
    }

    @Override
    public void body(ByteBuf content) {
        responses().body(content);
    }

    @Override
    public void end(@Nullable HttpHeaders trailers) {
        responses().end(trailers, ended());
        flush();
        next();
    }

    @Override
    public void prepared(PreparedAnswer prepared) {
        if (!responses().whole(prepared, this::ended)) {
            head(prepared.status(), prepared.headers());
            responses().bodyOf(prepared);
            end(null);
            return;
        }
        flush();
        next();
    }

    private ChannelPromise ended() {
        Answer answering = answer;
        responseEnded = true;
        boolean close = responses().closesAfter(requestEnded);
        ChannelPromise written = ctx().newPromise();
        written.addListener(done -> {
            if (answering != null) {
                answering.sent(done.isSuccess());
            }
            if (close) {
                ctx().close();
            }
        });
        return written;
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
        responses().abort();
    }

    @Override
    public void tunnel(HttpHeaders headers) {
        tunnelling = true;
        responses().tunnel(headers);
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
            if (!responses().keepAlive() && call == null) {
                break;
            }
            take(queued.poll());
        }
        draining = false;
        pace();
        if (!responses().keepAlive() && call == null && !front.http2()) {
            broken = true;
            responses().abort();
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
