package dev.doppel.mock.proxy;

import dev.doppel.mock.capture.RawBody;
import dev.doppel.mock.capture.Share;
import dev.doppel.mock.forward.HeaderRules;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.record.Exchange;
import dev.doppel.twin.record.Way;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Copies of what one exchange says, for whoever records: bounded for each body and for all of a proxy together. Handed on once, or given up.
 * Confined to the call's event loop.
 */
final class Copies {
    private static final int MOST = 4 << 20;

    private final ProxyPolicy policy;
    private final HttpRequest message;
    private final Where where;
    private final Instant at;
    private final long began = System.nanoTime();
    private final RawBody request;
    private final RawBody response;
    private int status;
    private @Nullable Headers headers;
    private boolean over;

    Copies(ProxyPolicy policy, Share memory, Clock clock, HttpRequest message, Where where) {
        this.policy = policy;
        this.message = message;
        this.where = where;
        this.at = clock.instant();
        this.request = new RawBody(MOST, memory);
        this.response = new RawBody(MOST, memory);
    }

    /** Where the request's body is copied to. */
    RawBody request() {
        return request;
    }

    void answered(int code, HttpHeaders received) {
        status = code;
        headers = readable(received);
    }

    boolean answered() {
        return headers != null;
    }

    void content(ByteBuf content) {
        response.add(content);
    }

    /**
     * The exchange is over: what is known goes to whoever records, unless nothing was answered.
     *
     * @param wholeRequest whether all of the request came
     * @param wholeResponse whether all of the answer came
     */
    void over(boolean wholeRequest, boolean wholeResponse) {
        if (over) {
            return;
        }
        over = true;
        Headers answer = headers;
        if (answer == null) {
            release();
            return;
        }
        TwinRequest asked = new TwinRequest(
                message.method().name(),
                where.path(),
                where.query().isEmpty() ? "" : where.query().substring(1),
                readable(message.headers()),
                request.copy());
        policy.passed(
                new Exchange(
                        at,
                        Duration.ofNanos(System.nanoTime() - began),
                        where.host(),
                        asked,
                        status,
                        answer,
                        response.copy(),
                        new Way(
                                where.scheme(),
                                where.port(),
                                !wholeRequest || request.truncated(),
                                !wholeResponse || response.truncated())),
                this::release);
    }

    private void release() {
        request.release();
        response.release();
    }

    private static Headers readable(HttpHeaders received) {
        HttpHeaders copy = new DefaultHttpHeaders(false).set(received);
        HeaderRules.stripHopByHop(copy);
        Headers out = new Headers();
        copy.iteratorAsString().forEachRemaining(field -> {
            if (!field.getKey().toLowerCase(Locale.ROOT).startsWith("x-http2-")) { // the codec's own
                out.add(field.getKey(), field.getValue());
            }
        });
        return out;
    }
}
