package dev.doppel.mock.serve;

import dev.doppel.twin.http.Delivery;
import dev.doppel.twin.http.TwinResponse;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends one twin response the way it asks for: at once, throttled, in pieces with pauses, cut off, or not at all. Confined to the call's
 * event loop.
 */
final class TwinDelivery {
    private static final long SLICE_MILLIS = 50;

    private final TwinResponse response;
    private final Reply reply;
    private final BiConsumer<Integer, HttpHeaders> opened;
    private final Consumer<TwinWitness.Sent> finished;
    private final boolean head;
    private final byte[] body;
    private HttpHeaders headers = EmptyHttpHeaders.INSTANCE;
    private int status;
    private int bytes;
    private boolean over;
    private @Nullable String why;
    private @Nullable ScheduledFuture<?> timer;

    TwinDelivery(
            TwinResponse response,
            HttpMethod method,
            Reply reply,
            BiConsumer<Integer, HttpHeaders> opened,
            Consumer<TwinWitness.Sent> finished) {
        this.response = response;
        this.reply = reply;
        this.opened = opened;
        this.finished = finished;
        this.head = method.equals(HttpMethod.HEAD);
        int code = response.status();
        this.body = head || code < 200 || code == 204 || code == 304 ? new byte[0] : response.body();
    }

    void start() {
        if (over) {
            return;
        }
        switch (response.delivery()) {
            case Delivery.Whole whole -> {
                sendHead(true);
                piece(body.length);
                reply.end(null);
            }
            case Delivery.Throttled(int perSecond) -> {
                sendHead(true);
                reply.flush();
                throttle(Math.max(1, perSecond));
            }
            case Delivery.Chunks(List<Delivery.Chunk> chunks) -> {
                sendHead(false);
                reply.flush();
                opened.accept(status, headers);
                chunk(chunks, 0);
            }
            case Delivery.Reset reset -> breakOff("the twin was told to close the connection without an answer");
            case Delivery.Truncated(int most) -> {
                sendHead(true);
                piece(Math.min(body.length, Math.max(0, most)));
                reply.flush();
                breakOff("the twin was told to break its answer off after " + bytes + " bytes");
            }
        }
    }

    private void sendHead(boolean length) {
        HttpHeaders out = new DefaultHttpHeaders();
        response.headers().asMap().forEach((name, values) -> {
            if (!framing(name)) {
                values.forEach(value -> add(out, name, value));
            }
        });
        boolean bodiless = response.status() < 200 || response.status() == 204 || response.status() == 304;
        String given = response.headers().first("Content-Length");
        if (head && given != null) {
            out.set(HttpHeaderNames.CONTENT_LENGTH, given);
        } else if (length && !bodiless) {
            out.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
        }
        headers = out;
        status = response.status();
        reply.head(HttpResponseStatus.valueOf(status), out);
    }

    /** A value that no header may have (a line break from a row, say) is left out rather than the whole answer. */
    private static void add(HttpHeaders out, String name, String value) {
        try {
            out.add(name, value);
        } catch (IllegalArgumentException e) {
            out.add("X-Doppel-Left-Out", "a header whose name or value cannot be sent");
        }
    }

    private static boolean framing(String name) {
        return name.equalsIgnoreCase("content-length")
                || name.equalsIgnoreCase("transfer-encoding")
                || name.equalsIgnoreCase("connection");
    }

    /** Writes the body up to a position. */
    private void piece(int to) {
        if (to > bytes) {
            reply.body(Unpooled.wrappedBuffer(body, bytes, to - bytes));
            bytes = to;
        }
    }

    private void throttle(int perSecond) {
        long slice = Math.max(1, perSecond * SLICE_MILLIS / 1000);
        long pause = Math.max(SLICE_MILLIS, slice * 1000 / perSecond);
        piece((int) Math.min(body.length, bytes + slice));
        if (bytes == body.length) {
            reply.end(null);
            return;
        }
        reply.flush();
        timer = reply.loop().schedule(() -> throttle(perSecond), pause, TimeUnit.MILLISECONDS);
    }

    private void chunk(List<Delivery.Chunk> chunks, int index) {
        if (index == chunks.size()) {
            reply.end(null);
            return;
        }
        Delivery.Chunk next = chunks.get(index);
        timer = reply.loop()
                .schedule(
                        () -> {
                            piece(Math.min(body.length, next.to()));
                            reply.flush();
                            chunk(chunks, index + 1);
                        },
                        next.pause().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private void breakOff(String reason) {
        why = reason;
        end(false);
        reply.abort();
    }

    /** The last byte was handed to the socket, or could not be. */
    void sent(boolean delivered) {
        end(delivered);
    }

    void callerGone() {
        if (timer != null) {
            timer.cancel(false);
        }
        if (!over) {
            why = why == null ? "the caller hung up" : why;
            end(false);
        }
    }

    private void end(boolean whole) {
        if (!over) {
            over = true;
            finished.accept(new TwinWitness.Sent(status, headers, body, bytes, whole, response.operation(), why));
        }
    }
}
