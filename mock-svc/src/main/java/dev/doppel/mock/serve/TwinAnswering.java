package dev.doppel.mock.serve;

import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A twin's answer: the whole request is gathered, handled by a worker, and sent as the twin says. Confined to the call's event loop but for
 * the handling.
 *
 * <pre>
 * gathering -> handling (worker) -> pausing (the response's delay) -> sending -> over
 * </pre>
 */
public final class TwinAnswering implements Answer {
    private static final Logger LOG = Logger.getLogger(TwinAnswering.class);

    private final HttpRequest message;
    private final String path;
    private final String query;
    private final TwinHandler handler;
    private final Executor workers;
    private final Reply reply;
    private final TwinWitness witness;
    private final long limit;
    private final CompositeByteBuf gathered = Unpooled.compositeBuffer(1024);
    private boolean handling;
    private boolean gone;
    private boolean over;
    private @Nullable TwinDelivery delivery;

    /**
     * @param message the head; its headers are not changed
     * @param target path and query that it names
     * @param workers where the handler may block; a virtual thread per task will do
     */
    public TwinAnswering(
            HttpRequest message,
            RequestTarget target,
            TwinHandler handler,
            Executor workers,
            Reply reply,
            TwinWitness witness) {
        this.message = message;
        this.path = target.path();
        this.query = target.query();
        this.handler = handler;
        this.workers = workers;
        this.reply = reply;
        this.witness = witness;
        this.limit = handler.bodyLimit();
    }

    @Override
    public void begin() {
        if (HttpUtil.is100ContinueExpected(message)) {
            reply.inform(HttpResponseStatus.CONTINUE, EmptyHttpHeaders.INSTANCE);
        }
    }

    @Override
    public void content(ByteBuf content) {
        long room = limit + 1 - gathered.readableBytes();
        int take = (int) Math.min(room, content.readableBytes());
        if (take > 0) {
            gathered.addComponent(true, content.retainedSlice(content.readerIndex(), take));
        }
    }

    @Override
    public void end(HttpHeaders trailers) {
        Headers headers = new Headers();
        message.headers().iteratorAsString().forEachRemaining(h -> {
            if (!h.getKey().startsWith("x-http2-")) { // the codec's own
                headers.add(h.getKey(), h.getValue());
            }
        });
        byte[] body = ByteBufUtil.getBytes(gathered);
        gathered.release();
        TwinRequest request = new TwinRequest(message.method().name(), path, query, headers, body);
        handling = true;
        try {
            workers.execute(() -> {
                TwinResponse response = handle(request);
                reply.loop().execute(() -> answered(response));
            });
        } catch (RejectedExecutionException e) {
            handling = false;
            finish(new TwinWitness.Sent(0, EmptyHttpHeaders.INSTANCE, new byte[0], 0, false, null, "mock-svc stops"));
            reply.abort();
        }
    }

    private TwinResponse handle(TwinRequest request) {
        try {
            return handler.handle(request);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(e, "a twin failed on %s %s", request.method(), request.rawPath());
            return TwinResponse.json(
                    500,
                    Map.of(
                            "error",
                            "twin_failed",
                            "message",
                            "the twin engine itself failed on this request, which is our fault and not the request's: "
                                    + e));
        }
    }

    private void answered(TwinResponse response) {
        handling = false;
        witness.answered(response);
        TwinDelivery sending = new TwinDelivery(response, message.method(), reply, witness::opened, this::finish);
        delivery = sending;
        if (gone) {
            sending.callerGone();
        } else if (response.delay().isPositive()) {
            reply.loop().schedule(sending::start, response.delay().toNanos(), TimeUnit.NANOSECONDS);
        } else {
            sending.start();
        }
    }

    private void finish(TwinWitness.Sent sent) {
        if (!over) {
            over = true;
            witness.finished(sent);
        }
    }

    @Override
    public void sent(boolean delivered) {
        if (delivery != null) {
            delivery.sent(delivered);
        }
    }

    @Override
    public void callerGone() {
        if (gone) {
            return;
        }
        gone = true;
        if (delivery != null) {
            delivery.callerGone();
        } else if (!handling && !over) {
            gathered.release();
            finish(new TwinWitness.Sent(
                    0, EmptyHttpHeaders.INSTANCE, new byte[0], 0, false, null, "the caller hung up"));
        }
    }

    @Override
    public void callerWritable() {
        // what is sent is in memory already
    }
}
