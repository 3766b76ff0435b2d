package dev.doppel.mock.serve;

import dev.doppel.contract.exchange.Exchange;
import dev.doppel.mock.capture.RawBody;
import dev.doppel.mock.capture.RawExchange;
import dev.doppel.mock.capture.RawHeaders;
import dev.doppel.mock.egress.EgressRefused;
import dev.doppel.mock.forward.HeaderRules;
import dev.doppel.mock.forward.Upstream;
import dev.doppel.mock.forward.UpstreamEvents;
import dev.doppel.mock.select.Route;
import dev.doppel.mock.transport.Reasons;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A call passed on, streaming both ways (spec 3.7), while copies of both bodies are kept.
 *
 * <pre>
 * connecting -> sending (request body goes out as it comes) -> answering (head seen) -> done
 *                                                           \-> tunnel (101)         -> done
 * </pre>
 *
 * A connection that served before and dies without a byte of answer is replaced once by a fresh one, when the request can be repeated from
 * what was captured.
 */
final class Forwarding implements Answer, UpstreamEvents {
    private static final int BUFFERED_BYTES = 256 * 1024;

    private final Call call;
    private final Reply reply;
    private final Destination destination;
    private final boolean grpc;
    private final @Nullable String upgrade;
    private final RawBody responseBody;
    private final ArrayDeque<Object> unsent = new ArrayDeque<>();
    private int unsentBytes;
    private int refusalStatus;
    private boolean requestEnded;
    private boolean retried;
    private boolean gone;
    private boolean answered;
    private boolean tunnelling;
    private boolean keepAlive = true;
    private @Nullable Upstream upstream;
    private @Nullable ScheduledFuture<?> timeout;
    private @Nullable HttpResponse head;
    private @Nullable RawHeaders headers;
    private @Nullable String error;
    private @Nullable String unreached;

    Forwarding(Call call, Reply reply, Destination destination) {
        this.call = call;
        this.reply = reply;
        this.destination = destination;
        HttpHeaders requestHeaders = call.message().headers();
        String type = requestHeaders.get(HttpHeaderNames.CONTENT_TYPE);
        this.grpc = call.caller().http2() && type != null && type.startsWith("application/grpc");
        this.upgrade = call.caller().http2() ? null : HeaderRules.upgrade(requestHeaders);
        this.responseBody = new RawBody(
                call.caller().serving().snapshot().state().captureBytes(),
                call.caller().serving().log().bodies());
    }

    @Override
    public void begin() {
        unsent.add(Outgoing.of(call, grpc, upgrade));
        connect(false);
    }

    private void connect(boolean fresh) {
        if (!destination.known()) {
            fail(502, destination.name() + " has not been started yet");
            return;
        }
        destination.connect(reply.loop(), grpc, fresh).addListener((Future<Upstream> done) -> {
            if (gone || answered) {
                if (done.isSuccess()) {
                    done.getNow().close();
                }
            } else if (done.isSuccess()) {
                start(done.getNow());
            } else {
                failed(done.cause());
            }
        });
    }

    private void start(Upstream connected) {
        upstream = connected;
        connected.attach(this);
        for (Object message = unsent.poll(); message != null; message = unsent.poll()) {
            connected.channel().write(message);
        }
        unsentBytes = 0;
        connected.channel().flush();
        reply.readMore(connected.channel().isWritable());
    }

    @Override
    public void content(ByteBuf content) {
        if (tunnelling) {
            if (upstream != null) {
                upstream.channel().writeAndFlush(content.retain());
                reply.readMore(upstream.channel().isWritable());
            }
            return;
        }
        if (answered) {
            return;
        }
        DefaultHttpContent message = new DefaultHttpContent(content.retain());
        if (upstream == null) {
            unsent.add(message);
            unsentBytes += content.readableBytes();
            if (unsentBytes > BUFFERED_BYTES) {
                reply.readMore(false);
            }
        } else {
            upstream.channel().writeAndFlush(message);
            if (!upstream.channel().isWritable()) {
                reply.readMore(false);
            }
        }
    }

    @Override
    public void end(HttpHeaders trailers) {
        requestEnded = true;
        if (answered) {
            settle();
            return;
        }
        LastHttpContent last = trailers.isEmpty()
                ? LastHttpContent.EMPTY_LAST_CONTENT
                : new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers);
        if (upstream == null) {
            unsent.add(last);
        } else {
            upstream.channel().writeAndFlush(last);
        }
        timeout = reply.loop()
                .schedule(
                        this::timedOut,
                        call.caller().serving().upstreamTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void timedOut() {
        if (head == null && !gone) {
            drop();
            fail(
                    504,
                    destination + " did not begin its answer within "
                            + call.caller().serving().upstreamTimeout().toSeconds() + " s");
        }
    }

    @Override
    public void received(Object message) {
        if (gone) {
            ReferenceCountUtil.release(message);
            return;
        }
        switch (message) {
            case ByteBuf raw -> {
                responseBody.add(raw);
                reply.raw(raw);
                pace();
            }
            case HttpResponse response
            when response.decoderResult().isFailure() -> {
                ReferenceCountUtil.release(message);
                drop();
                fail(
                        502,
                        destination + " answered with something that is not HTTP: "
                                + response.decoderResult().cause().getMessage());
            }
            case HttpResponse response -> {
                responded(response);
                if (response instanceof HttpContent content) {
                    content(content);
                }
            }
            case HttpContent content -> content(content);
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void responded(HttpResponse response) {
        boolean switching = response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL && !switching) {
            HttpHeaders sent = response.headers().copy();
            HeaderRules.stripHopByHop(sent);
            reply.inform(response.status(), sent);
            return;
        }
        cancelTimeout();
        head = response;
        keepAlive = HttpUtil.isKeepAlive(response);
        HttpHeaders out = new DefaultHttpHeaders(false).set(response.headers());
        String switched = out.get(HttpHeaderNames.UPGRADE);
        HeaderRules.stripHopByHop(out);
        http2Only(out);
        String location = out.get(HttpHeaderNames.LOCATION);
        if (location != null) {
            out.set(HttpHeaderNames.LOCATION, destination.location(location));
        }
        headers = new RawHeaders(out, null);
        if (switching) {
            out.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            if (switched != null) {
                out.set(HttpHeaderNames.UPGRADE, switched);
            }
            tunnelling = true;
            reply.tunnel(out);
            opened();
            if (upstream != null) {
                upstream.tunnel();
            }
            return;
        }
        reply.head(response.status(), out);
        String type = out.get(HttpHeaderNames.CONTENT_TYPE);
        if (type != null && (type.startsWith("text/event-stream") || type.startsWith("application/grpc"))) {
            opened();
        }
    }

    private static void http2Only(HttpHeaders headers) {
        for (String name : List.of("x-http2-stream-id", "x-http2-scheme", "x-http2-path", "x-http2-stream-weight")) {
            headers.remove(name);
        }
    }

    private void opened() {
        if (head != null && headers != null) {
            call.opened(outcome(
                    Exchange.State.OPEN,
                    new RawExchange.RawResponse(head.status().code(), headers, new RawBody(0)),
                    true));
        }
    }

    private void content(HttpContent message) {
        if (head == null) {
            message.release(); // the end of an informational response
            return;
        }
        if (tunnelling) {
            message.release(); // the codec's end of the 101; bytes come as they are from now on
            return;
        }
        if (message.decoderResult().isFailure()) {
            message.release();
            drop();
            broken(message.decoderResult().cause());
            return;
        }
        ByteBuf content = message.content();
        responseBody.add(content);
        HttpHeaders trailers = message instanceof LastHttpContent last ? last.trailingHeaders() : null;
        if (content.isReadable()) {
            reply.body(content);
            pace();
        } else {
            message.release();
        }
        if (trailers != null) {
            finish(trailers);
        }
    }

    private void finish(HttpHeaders trailers) {
        answered = true;
        if (headers != null && !trailers.isEmpty()) {
            headers = new RawHeaders(headers.headers(), trailers);
        }
        reply.end(trailers.isEmpty() ? null : trailers);
        reply.flush();
        if (requestEnded) {
            settle();
        }
    }

    /** The exchange with the other side is over: its connection may serve another call. */
    private void settle() {
        if (upstream != null) {
            if (keepAlive && upgrade == null) {
                upstream.release();
            } else {
                upstream.close();
            }
            upstream = null;
        }
    }

    private void pace() {
        if (upstream != null && !reply.writable()) {
            upstream.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void receivedAll() {
        reply.flush();
    }

    @Override
    public void writabilityChanged(boolean writable) {
        reply.readMore(writable);
    }

    @Override
    public void callerWritable() {
        if (upstream != null) {
            upstream.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        Upstream lost = upstream;
        upstream = null;
        if (gone || answered) {
            return;
        }
        if (tunnelling) {
            gone = true;
            reply.flush();
            finished(Exchange.State.COMPLETE, true);
            reply.abort();
        } else if (head != null) {
            broken(cause);
        } else if (lost != null && lost.reused() && !retried && repeatable()) {
            retried = true;
            repeat();
        } else {
            fail(502, destination + " closed the connection without an answer" + because(cause));
        }
    }

    private boolean repeatable() {
        RawBody body = call.request().body();
        return requestEnded && !body.truncated();
    }

    private void repeat() {
        cancelTimeout();
        unsent.clear();
        unsent.add(Outgoing.of(call, grpc, upgrade));
        if (call.request().body().kept() > 0) {
            unsent.add(new DefaultHttpContent(
                    Unpooled.wrappedBuffer(call.request().body().copy())));
        }
        connect(true);
        end(io.netty.handler.codec.http.EmptyHttpHeaders.INSTANCE);
    }

    private void failed(Throwable cause) {
        switch (cause) {
            case EgressRefused refused -> {
                unreached = "outside-unreachable";
                fail(502, String.valueOf(refused.getMessage()));
            }
            case ConnectTimeoutException slow -> {
                unreached = "connect-timeout";
                fail(504, "connecting to " + destination + " timed out");
            }
            case ConnectException refused -> {
                unreached = "connect-refused";
                fail(502, "cannot reach " + destination + because(cause));
            }
            default -> fail(502, "cannot reach " + destination + because(cause));
        }
    }

    private void fail(int status, String why) {
        if (gone || answered) {
            return;
        }
        answered = true;
        error = why;
        release();
        cancelTimeout();
        Refusal refusal = new Refusal(call, reply, new Route.Refused(status, why, destination.nearMisses(), List.of()));
        if (unreached != null && call.caller().runner()) {
            refusal.tellRunner(unreached);
        }
        headers = refusal.headers();
        responseBody.add(Unpooled.wrappedBuffer(refusal.body()));
        refusalStatus = status;
        refusal.answer();
        reply.readMore(true);
    }

    /** The other side broke off in the middle: so do we, and say so in the record. */
    private void broken(@Nullable Throwable cause) {
        error = destination + " broke off its answer" + because(cause);
        gone = true;
        reply.flush();
        finished(Exchange.State.ABANDONED, true);
        reply.abort();
    }

    @Override
    public void sent(boolean delivered) {
        finished(delivered ? Exchange.State.COMPLETE : Exchange.State.ABANDONED, delivered);
    }

    @Override
    public void callerGone() {
        gone = true;
        cancelTimeout();
        drop();
        release();
        finished(tunnelling ? Exchange.State.COMPLETE : Exchange.State.ABANDONED, tunnelling);
    }

    private void drop() {
        if (upstream != null) {
            upstream.close();
            upstream = null;
        }
    }

    private void release() {
        for (Object message = unsent.poll(); message != null; message = unsent.poll()) {
            ReferenceCountUtil.release(message);
        }
    }

    private void cancelTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }

    private void finished(Exchange.State state, boolean delivered) {
        RawHeaders shown = headers;
        int status = head != null ? head.status().code() : refusalStatus;
        call.finished(outcome(
                state,
                shown == null || status == 0 ? null : new RawExchange.RawResponse(status, shown, responseBody),
                delivered));
    }

    private Call.Outcome outcome(Exchange.State state, RawExchange.@Nullable RawResponse response, boolean delivered) {
        Exchange.AnsweredBy by = refusalStatus != 0 ? Exchange.AnsweredBy.PLATFORM : destination.answeredBy();
        return new Call.Outcome(state, response, by, null, delivered, error, null, destination.nearMisses());
    }

    private static String because(@Nullable Throwable cause) {
        return cause == null ? "" : ": " + Reasons.of(cause);
    }
}
