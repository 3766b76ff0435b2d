package dev.doppel.mock.proxy;

import dev.doppel.mock.egress.EgressRefused;
import dev.doppel.mock.forward.HeaderRules;
import dev.doppel.mock.forward.Upstream;
import dev.doppel.mock.forward.UpstreamEvents;
import dev.doppel.mock.serve.Answer;
import dev.doppel.mock.serve.Outbound;
import dev.doppel.mock.serve.Reply;
import dev.doppel.mock.transport.Reasons;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One request passed on, and its answer passed back, both as they come and at the pace of the slower side.
 *
 * <pre>
 * connecting -> sending -> answering (head seen) -> over
 *                      \-> tunnel (101)          -> over
 * </pre>
 */
final class Passing implements Answer, UpstreamEvents {
    private static final long ANSWER_SECONDS = 120;

    private final PassingRequest request;
    private final Reply reply;
    private final Connecting connecting;
    private final UnaryOperator<String> location;
    private final @Nullable Copies copies;
    private final Outbound outbound = new Outbound();
    private boolean requestEnded;
    private boolean headSeen;
    private boolean answered;
    private boolean tunnelling;
    private boolean gone;
    private @Nullable ScheduledFuture<?> limit;

    /** Opens a connection to where the request goes. */
    interface Connecting {
        Future<Upstream> connect(Where where);
    }

    /**
     * @param location what becomes of a {@code Location}
     * @param copies of what is said, or null when nobody wants them
     */
    Passing(
            PassingRequest request,
            Reply reply,
            Connecting connecting,
            UnaryOperator<String> location,
            @Nullable Copies copies) {
        this.request = request;
        this.reply = reply;
        this.connecting = connecting;
        this.location = location;
        this.copies = copies;
    }

    @Override
    public void begin() {
        outbound.begin(request.outgoing(copies != null));
        connecting.connect(request.where()).addListener((Future<Upstream> done) -> {
            if (gone || answered) {
                if (done.isSuccess()) {
                    done.getNow().close();
                }
            } else if (done.isSuccess()) {
                reply.readMore(outbound.connected(done.getNow(), this));
            } else {
                fail(
                        502,
                        request.where() + " cannot be reached: "
                                + (done.cause() instanceof EgressRefused refused
                                        ? refused.getMessage()
                                        : Reasons.of(done.cause()))
                                + (done.cause() instanceof SSLException
                                        ? "; an authority of its own is named by caPem or --ca-file"
                                        : ""));
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
            over(true);
            outbound.drop();
            return;
        }
        outbound.send(
                trailers.isEmpty()
                        ? LastHttpContent.EMPTY_LAST_CONTENT
                        : new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers));
        if (!headSeen) {
            limit = reply.loop().schedule(this::late, ANSWER_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void late() {
        if (!headSeen && !gone) {
            outbound.drop();
            fail(504, request.where() + " did not begin its answer within " + ANSWER_SECONDS + " s");
        }
    }

    @Override
    public void received(Object message) {
        if (gone || answered) {
            ReferenceCountUtil.release(message);
            return;
        }
        switch (message) {
            case ByteBuf raw -> {
                reply.raw(raw);
                pace();
            }
            case HttpResponse response
            when response.decoderResult().isFailure() -> {
                ReferenceCountUtil.release(message);
                outbound.drop();
                if (headSeen) {
                    broken();
                } else {
                    fail(
                            502,
                            request.where() + " answered with something that is not HTTP: "
                                    + response.decoderResult().cause().getMessage());
                }
            }
            case HttpResponse response -> {
                responded(response);
                if (response instanceof HttpContent content) {
                    answered(content);
                }
            }
            case HttpContent content -> answered(content);
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
        headSeen = true;
        cancelLimit();
        HttpHeaders out = HeaderRules.passedBack(response.headers(), location, switching);
        if (copies != null) {
            copies.answered(response.status().code(), out);
        }
        if (switching) {
            tunnelling = true;
            over(true);
            reply.tunnel(out);
            outbound.tunnel();
        } else {
            reply.head(response.status(), out);
        }
    }

    private void answered(HttpContent message) {
        if (!headSeen || tunnelling) {
            message.release(); // the end of an informational response, or of the 101 itself
            return;
        }
        if (message.decoderResult().isFailure()) {
            message.release();
            outbound.drop();
            broken();
            return;
        }
        ByteBuf content = message.content();
        HttpHeaders trailers = message instanceof LastHttpContent last ? last.trailingHeaders() : null;
        if (content.isReadable()) {
            if (copies != null) {
                copies.content(content);
            }
            reply.body(content);
            pace();
        } else {
            message.release();
        }
        if (trailers != null) {
            answered = true;
            if (requestEnded) {
                over(true); // before the caller has it all: who has the answer finds its recording
                outbound.drop();
            }
            reply.end(trailers.isEmpty() ? null : trailers);
            reply.flush();
        }
    }

    private void over(boolean wholeResponse) {
        if (copies != null) {
            copies.over(requestEnded, wholeResponse);
        }
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
        outbound.lost();
        if (gone || answered) {
            return;
        }
        if (tunnelling) {
            gone = true;
            reply.flush();
            reply.abort();
        } else if (headSeen) {
            broken();
        } else {
            fail(502, request.where() + " closed the connection without an answer" + Reasons.because(cause));
        }
    }

    private void fail(int status, String why) {
        if (gone || answered) {
            return;
        }
        answered = true;
        outbound.forget();
        cancelLimit();
        over(false);
        Saying.send(reply, status, status == 504 ? "target_silent" : "target_unreachable", why);
        reply.readMore(true);
    }

    /** The other side broke off in the middle: so do we, and the caller notices. */
    private void broken() {
        gone = true;
        over(false);
        reply.flush();
        reply.abort();
    }

    @Override
    public void sent(boolean delivered) {
        // recorded by now, or a request is still to end
    }

    @Override
    public void callerGone() {
        gone = true;
        cancelLimit();
        outbound.drop();
        outbound.forget();
        over(answered);
    }

    private void cancelLimit() {
        if (limit != null) {
            limit.cancel(false);
            limit = null;
        }
    }
}
