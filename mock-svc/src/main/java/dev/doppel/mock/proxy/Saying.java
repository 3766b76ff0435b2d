package dev.doppel.mock.proxy;

import dev.doppel.mock.serve.Reply;
import dev.doppel.mock.serve.WrittenAtOnce;
import dev.doppel.twin.value.Json;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer of the proxy's own: {@code {"error": code, "message": text}}. What else comes of the request is passed over. */
record Saying(int status, String code, String message, Reply reply) implements WrittenAtOnce {
    @Override
    public void begin() {
        send(reply, status, code, message);
    }

    static void send(Reply reply, int status, String code, String message) {
        byte[] body = json(code, message);
        HttpHeaders headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        reply.head(HttpResponseStatus.valueOf(status), headers);
        reply.body(Unpooled.wrappedBuffer(body));
        reply.end(null);
    }

    static byte[] json(String code, String message) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("error", code);
        out.put("message", message);
        return Json.bytes(out);
    }
}
