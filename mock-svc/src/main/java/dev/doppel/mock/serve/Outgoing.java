package dev.doppel.mock.serve;

import dev.doppel.mock.forward.HeaderRules;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** The request head as it goes on (spec 3.7): origin form, no hop-by-hop headers, the body framed for the next hop. Pure. */
final class Outgoing {
    private Outgoing() {}

    /** @param upgrade protocol to switch to, or null */
    static HttpRequest of(Call call, boolean grpc, @Nullable String upgrade) {
        HttpRequest received = call.message();
        String target = received.uri().equals("*")
                ? "*"
                : call.head().path()
                        + (received.uri().indexOf('?') >= 0
                                ? "?" + call.request().query()
                                : "");
        HttpHeaders copy = new DefaultHttpHeaders(false).set(received.headers());
        boolean chunked = call.caller().http2()
                ? !(received instanceof LastHttpContent) && !copy.contains(HttpHeaderNames.CONTENT_LENGTH)
                : HttpUtil.isTransferEncodingChunked(received);
        boolean trailers = copy.containsValue(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS, true);
        HeaderRules.stripHopByHop(copy);
        if (grpc && trailers) {
            copy.set(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
        }
        if (chunked && !grpc) {
            copy.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        if (upgrade != null) {
            copy.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            copy.set(HttpHeaderNames.UPGRADE, upgrade);
        }
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, received.method(), target, copy);
    }
}
