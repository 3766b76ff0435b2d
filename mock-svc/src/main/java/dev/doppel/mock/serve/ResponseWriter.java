package dev.doppel.mock.serve;

import dev.doppel.mock.select.PreparedAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes responses to one HTTP/1 connection or HTTP/2 stream, framed as the request at hand allows, and knows whether the connection
 * outlives it (RFC 9112 section 9). Nothing is flushed unless said. Confined to its event loop.
 */
final class ResponseWriter {
    private final ChannelHandlerContext context;
    private final boolean http2;
    private @Nullable ChannelHandlerContext encoder;
    private boolean keepAlive;
    private boolean awaitsContinue;
    private boolean head;
    private boolean http10;

    ResponseWriter(ChannelHandlerContext context, boolean http2) {
        this.context = context;
        this.http2 = http2;
        this.encoder = context.pipeline().context(ResponseEncoder.class);
    }

    ChannelHandlerContext context() {
        return context;
    }

    /** A request begins, readable or not: what its version and method mean for the response. */
    void requestBegins(HttpRequest request) {
        http10 = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
        head = request.method().equals(HttpMethod.HEAD);
    }

    /** The head was readable: what its headers mean for the connection. */
    void requestUnderstood(HttpRequest request) {
        keepAlive = HttpUtil.isKeepAlive(request);
        awaitsContinue = HttpUtil.is100ContinueExpected(request);
    }

    /** The caller did not wait for 100, or waits no more. */
    void bodyCame() {
        awaitsContinue = false;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    /** Whether the connection ends with the response. */
    boolean closesAfter(boolean requestEnded) {
        return !keepAlive && (requestEnded || awaitsContinue);
    }

    /** Answers something that is no request, as JSON, flushed; then the connection is over. */
    void refuse(int status, ByteBuf json) {
        HttpHeaders headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, json.readableBytes());
        if (!http2) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        requestWasHead(false);
        context.writeAndFlush(new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(status),
                        json,
                        headers,
                        EmptyHttpHeaders.INSTANCE))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** An informational response, flushed; left out for HTTP/1.0. */
    void inform(HttpResponseStatus status, HttpHeaders headers) {
        if (http10) {
            return;
        }
        if (status.equals(HttpResponseStatus.CONTINUE)) {
            awaitsContinue = false;
        }
        context.writeAndFlush(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                status,
                Unpooled.EMPTY_BUFFER,
                new DefaultHttpHeaders(false).set(headers),
                EmptyHttpHeaders.INSTANCE));
    }

    /** Status and headers, framed by length, in chunks, or by the end of the connection. */
    void head(HttpResponseStatus status, HttpHeaders headers, boolean requestEnded) {
        HttpHeaders sent = new DefaultHttpHeaders(false).set(headers);
        if (!http2) {
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
        context.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, sent));
    }

    /** Bytes of the body; taken over. */
    void body(ByteBuf content) {
        context.write(new DefaultHttpContent(content));
    }

    /** The body of an answer made ready before, where the request wants one. */
    void bodyOf(PreparedAnswer prepared) {
        if (!head && prepared.body().length > 0) {
            body(Unpooled.wrappedBuffer(prepared.body()));
        }
    }

    /** The end of the response. */
    void end(@Nullable HttpHeaders trailers, ChannelPromise written) {
        LastHttpContent last = trailers == null
                ? LastHttpContent.EMPTY_LAST_CONTENT
                : new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers);
        context.write(last, written);
    }

    /**
     * Writes an answer made ready before as the bytes that it is, where the request is as plain as that.
     *
     * @param written asked for only when it is so
     * @return false: it must be written in parts
     */
    boolean whole(PreparedAnswer prepared, Supplier<ChannelPromise> written) {
        if (prepared.status().code() < 200) {
            keepAlive = false;
        }
        if (encoder == null || !keepAlive || http10 || head) {
            return false;
        }
        encoder.write(prepared.http1(), written.get());
        return true;
    }

    /** Sends 101, flushed; from then on bytes pass untouched. */
    void tunnel(HttpHeaders headers) {
        requestWasHead(false);
        context.writeAndFlush(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.SWITCHING_PROTOCOLS,
                Unpooled.EMPTY_BUFFER,
                headers,
                EmptyHttpHeaders.INSTANCE));
        context.pipeline().remove(ResponseEncoder.class);
        context.pipeline().remove(RequestDecoder.class);
        encoder = null;
    }

    /** Ends the connection, or resets the stream, behind what was written. */
    void abort() {
        context.writeAndFlush(http2 ? new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR) : Unpooled.EMPTY_BUFFER)
                .addListener(ChannelFutureListener.CLOSE);
    }

    private void requestWasHead(boolean was) {
        if (encoder != null) {
            ((ResponseEncoder) encoder.handler()).requestWasHead(was);
        }
    }
}
