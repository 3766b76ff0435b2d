package dev.doppel.mock.serve;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Reads HTTP/1 requests; a request with both {@code Content-Length} and {@code Transfer-Encoding} is refused (RFC 9112 section 6.3). */
public final class RequestDecoder extends HttpRequestDecoder {
    private static final int LINE = 64 * 1024;
    private static final int HEADERS = 128 * 1024;
    private static final int CHUNK = 64 * 1024;

    public RequestDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(LINE)
                .setMaxHeaderSize(HEADERS)
                .setMaxChunkSize(CHUNK)
                .setAllowDuplicateContentLengths(false));
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
