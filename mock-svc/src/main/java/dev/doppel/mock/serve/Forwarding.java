package dev.doppel.mock.serve;

import dev.doppel.contract.exchange.Exchange;
import dev.doppel.mock.capture.RawBody;
import dev.doppel.mock.forward.HeaderRules;
import dev.doppel.mock.forward.Upstream;
import dev.doppel.mock.forward.UpstreamEvents;
import dev.doppel.mock.select.Route;
import dev.doppel.mock.transport.Reasons;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
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
    private final Call call;
    private final Reply reply;
    private final Destination destination;
    private final boolean grpc;
    private final @Nullable String upgrade;
    private final ForwardedRecord record;
    private final Outbound outbound = new Outbound();
    private boolean requestEnded;
    private boolean retried;
    private boolean gone;
    private boolean answered;
    private boolean tunnelling;
    private boolean keepAlive = true;
    private @Nullable ScheduledFuture<?> timeout;
    private @Nullable String unreached;

    Forwarding(Call call, Reply reply, Destination destination) {
        this.call = call;
        this.reply = reply;
        this.destination = destination;
        HttpHeaders requestHeaders = call.message().headers();
        String type = requestHeaders.get(HttpHeaderNames.CONTENT_TYPE);
        this.grpc = call.caller().http2() && type != null && type.startsWith("application/grpc");
        this.upgrade = call.caller().http2() ? null : HeaderRules.upgrade(requestHeaders);
        this.record = new ForwardedRecord(call, destination);
    }

    @Override
    public void begin() {
        outbound.begin(Outgoing.of(call, grpc, upgrade));
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
                reply.readMore(outbound.connected(done.getNow(), this));
            } else {
                failed(done.cause());
            }
        });
    }

    @Override
    public void content(ByteBuf content) {
        if (tunnelling) {
            reply.readMore(outbound.raw(content.retain()));
        } else if (!answered && !outbound.send(new DefaultHttpContent(content.retain()))) {
            reply.readMore(false);
        }
    }

    @Override
    public void end(HttpHeaders trailers) {
        requestEnded = true;
        if (answered) {
            settle();
            return;
        }
        outbound.send(
                trailers.isEmpty()
                        ? LastHttpContent.EMPTY_LAST_CONTENT
                        : new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers));
        timeout = reply.loop()
                .schedule(
                        this::timedOut,
                        call.caller().serving().upstreamTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void timedOut() {
        if (!record.begun() && !gone) {
            outbound.drop();
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
                record.body().add(raw);
                reply.raw(raw);
                pace();
            }
            case HttpResponse response
            when response.decoderResult().isFailure() -> {
                ReferenceCountUtil.release(message);
                outbound.drop();
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
        keepAlive = HttpUtil.isKeepAlive(response);
        HttpHeaders out = HeaderRules.passedBack(response.headers(), destination::location, switching);
        record.head(response.status(), out);
        if (switching) {
            tunnelling = true;
            reply.tunnel(out);
            record.open();
            outbound.tunnel();
            return;
        }
        reply.head(response.status(), out);
        String type = out.get(HttpHeaderNames.CONTENT_TYPE);
        if (type != null && (type.startsWith("text/event-stream") || type.startsWith("application/grpc"))) {
            record.open();
        }
    }

    private void content(HttpContent message) {
        if (!record.begun()) {
            message.release(); // the end of an informational response
            return;
        }
        if (tunnelling) {
            message.release(); // the codec's end of the 101; bytes come as they are from now on
            return;
        }
        if (message.decoderResult().isFailure()) {
            message.release();
            outbound.drop();
            broken(message.decoderResult().cause());
            return;
        }
        ByteBuf content = message.content();
        record.body().add(content);
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
        record.trailers(trailers);
        reply.end(trailers.isEmpty() ? null : trailers);
        reply.flush();
        if (requestEnded) {
            settle();
        }
    }

    /** The exchange with the other side is over: its connection may serve another call. */
    private void settle() {
        outbound.settle(keepAlive && upgrade == null);
    }

    private void pace() {
        if (!reply.writable()) {
            outbound.read(false);
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
        outbound.read(true);
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        boolean reused = outbound.lost();
        if (gone || answered) {
            return;
        }
        if (tunnelling) {
            gone = true;
            reply.flush();
            record.finish(Exchange.State.COMPLETE, true);
            reply.abort();
        } else if (record.begun()) {
            broken(cause);
        } else if (reused && !retried && repeatable()) {
            retried = true;
            repeat();
        } else {
            fail(502, destination + " closed the connection without an answer" + Reasons.because(cause));
        }
    }

    private boolean repeatable() {
        RawBody body = call.request().body();
        return requestEnded && !body.truncated();
    }

    private void repeat() {
        cancelTimeout();
        outbound.begin(Outgoing.of(call, grpc, upgrade));
        if (call.request().body().kept() > 0) {
            outbound.send(new DefaultHttpContent(
                    Unpooled.wrappedBuffer(call.request().body().copy())));
        }
        connect(true);
        end(EmptyHttpHeaders.INSTANCE);
    }

    private void failed(Throwable cause) {
        Unreached found = Unreached.of(cause, destination);
        unreached = found.code();
        fail(found.status(), found.why());
    }

    private void fail(int status, String why) {
        if (gone || answered) {
            return;
        }
        answered = true;
        outbound.forget();
        cancelTimeout();
        Refusal refusal = new Refusal(call, reply, new Route.Refused(status, why, destination.nearMisses(), List.of()));
        if (unreached != null && call.caller().runner()) {
            refusal.tellRunner(unreached);
        }
        record.refused(status, why, refusal);
        refusal.answer();
        reply.readMore(true);
    }

    /** The other side broke off in the middle: so do we, and say so in the record. */
    private void broken(@Nullable Throwable cause) {
        String why = destination + " broke off its answer" + Reasons.because(cause);
        gone = true;
        reply.flush();
        record.failed(why);
        record.finish(Exchange.State.ABANDONED, true);
        reply.abort();
    }

    @Override
    public void sent(boolean delivered) {
        record.finish(delivered ? Exchange.State.COMPLETE : Exchange.State.ABANDONED, delivered);
    }

    @Override
    public void callerGone() {
        gone = true;
        cancelTimeout();
        outbound.drop();
        outbound.forget();
        record.finish(tunnelling ? Exchange.State.COMPLETE : Exchange.State.ABANDONED, tunnelling);
    }

    private void cancelTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }
}
