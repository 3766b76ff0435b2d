package dev.doppel.mock.select;

import dev.doppel.contract.environment.MockSpec;
import dev.doppel.mock.capture.RawBody;
import dev.doppel.mock.capture.RawExchange;
import dev.doppel.mock.capture.RawHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A mock's answer, made ready once (definition spec 4.5): headers, bytes, and the whole HTTP/1.1 message. Immutable. */
public final class PreparedAnswer {
    private final MockSpec mock;
    private final HttpResponseStatus status;
    private final HttpHeaders headers;
    private final byte[] body;
    private final ByteBuf http1;
    private final RawExchange.RawResponse captured;

    private PreparedAnswer(
            MockSpec mock, HttpResponseStatus status, HttpHeaders headers, byte[] body, int captureBytes) {
        this.mock = mock;
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.http1 = http1(status, headers, body);
        this.captured = new RawExchange.RawResponse(
                status.code(), new RawHeaders(headers, null), RawBody.of(body, captureBytes));
    }

    /**
     * Prepares.
     *
     * @param captureBytes most bytes of the body that a record shows
     * @throws IllegalArgumentException when a header cannot be sent
     */
    public static PreparedAnswer of(MockSpec mock, int captureBytes) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (Map.Entry<String, List<String>> header : mock.headers().entrySet()) {
            if (ignored(header.getKey())) {
                continue;
            }
            try {
                headers.add(header.getKey(), header.getValue());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "mock " + mock.name() + ": response header " + header.getKey() + " cannot be sent: "
                                + e.getMessage(),
                        e);
            }
        }
        boolean bodiless = mock.status() < 200 || mock.status() == 204 || mock.status() == 304;
        byte[] body =
                mock.body() == null || bodiless ? new byte[0] : mock.body().getBytes(StandardCharsets.UTF_8);
        if (body.length > 0 && !headers.contains(HttpHeaderNames.CONTENT_TYPE)) {
            headers.add("Content-Type", "application/json");
        }
        headers.set("X-Mocked", "true");
        if (!bodiless) {
            headers.set("Content-Length", Integer.toString(body.length));
        }
        return new PreparedAnswer(mock, HttpResponseStatus.valueOf(mock.status()), headers, body, captureBytes);
    }

    private static boolean ignored(String name) {
        return name.equalsIgnoreCase("content-length")
                || name.equalsIgnoreCase("transfer-encoding")
                || name.equalsIgnoreCase("connection");
    }

    private static ByteBuf http1(HttpResponseStatus status, HttpHeaders headers, byte[] body) {
        StringBuilder head = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(status.code())
                .append(' ')
                .append(status.reasonPhrase())
                .append("\r\n");
        headers.iteratorAsString()
                .forEachRemaining(h -> head.append(h.getKey())
                        .append(": ")
                        .append(h.getValue())
                        .append("\r\n"));
        byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        // nobody releases it, so its memory is the JDK's: gone with the last environment that answers so
        ByteBuffer message = ByteBuffer.allocateDirect(bytes.length + body.length)
                .put(bytes)
                .put(body)
                .flip();
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(message).asReadOnly());
    }

    /** Name shown in evidence. */
    public String name() {
        return mock.name();
    }

    /** Wait before the answer, in milliseconds. */
    public long delayMillis() {
        return mock.delayMillis();
    }

    /** Status line. */
    public HttpResponseStatus status() {
        return status;
    }

    /** What is sent, {@code Content-Length} included; not to be changed. */
    public HttpHeaders headers() {
        return headers;
    }

    /** Body bytes, empty for none; not to be changed. */
    public byte[] body() {
        return body;
    }

    /** Head and body as HTTP/1.1 with a connection that stays open: a view of its own, releasing it has no effect. */
    public ByteBuf http1() {
        return http1.duplicate();
    }

    /** For the record. */
    public RawExchange.RawResponse captured() {
        return captured;
    }
}
