package dev.doppel.mock.proxy;

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
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request head on its way. Immutable; the head's headers are not changed.
 *
 * @param message as received
 * @param http2 whether the caller speaks HTTP/2
 * @param where it goes
 * @param renamed whether {@code Host} becomes the place's own name
 */
record PassingRequest(HttpRequest message, boolean http2, Where where, boolean renamed) {
    /**
     * In origin form, without what holds for one connection only, the body framed for the next.
     *
     * @param readable only content encodings that a recording can undo are offered
     */
    HttpRequest outgoing(boolean readable) {
        HttpHeaders copy = new DefaultHttpHeaders(false);
        message.headers().forEach(field -> {
            if (!http2 || !field.getKey().toLowerCase(Locale.ROOT).startsWith("x-http2-")) { // the codec's own
                copy.add(field.getKey(), field.getValue());
            }
        });
        boolean chunked = http2
                ? !(message instanceof LastHttpContent) && !copy.contains(HttpHeaderNames.CONTENT_LENGTH)
                : HttpUtil.isTransferEncodingChunked(message);
        String upgrade = upgrade();
        HeaderRules.stripHopByHop(copy);
        if (chunked) {
            copy.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        if (upgrade != null) {
            copy.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            copy.set(HttpHeaderNames.UPGRADE, upgrade);
        }
        if (renamed || !copy.contains(HttpHeaderNames.HOST)) {
            copy.set(HttpHeaderNames.HOST, where.authority());
        }
        if (readable) {
            String offered = copy.get(HttpHeaderNames.ACCEPT_ENCODING);
            copy.set(
                    HttpHeaderNames.ACCEPT_ENCODING,
                    offered != null && offered.contains("gzip") ? HttpHeaderValues.GZIP : HttpHeaderValues.IDENTITY);
        }
        String path = message.uri().equals("*") ? "*" : where.path() + where.query();
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, message.method(), path, copy);
    }

    private @Nullable String upgrade() {
        return http2 ? null : HeaderRules.upgrade(message.headers());
    }
}
