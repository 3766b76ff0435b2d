package dev.doppel.mock.serve;

import dev.doppel.contract.environment.ListenerSpec;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** Tells the gate that runs before an item in a cluster for which item its address is taken. No evidence: nobody under test asks. */
final class PeerGreeting implements WrittenAtOnce {
    /** A host that no definition can mean: {@code .invalid} is reserved (RFC 6761). */
    static final String HOST = "gate.doppel.invalid";

    private final String item;
    private final Reply reply;

    private PeerGreeting(String item, Reply reply) {
        this.item = item;
        this.reply = reply;
    }

    /** Whether this request is the gate's question. */
    static boolean asked(Caller caller, HttpRequest request) {
        return caller.listener().role() == ListenerSpec.Role.OUTSIDE
                && HOST.equals(request.headers().get(HttpHeaderNames.HOST));
    }

    /** Answers with the item's name in one line. */
    static Answer to(Caller caller, Reply reply) {
        return new PeerGreeting(String.valueOf(caller.origin()), reply);
    }

    @Override
    public void begin() {
        byte[] body = (item + "\n").getBytes(StandardCharsets.UTF_8);
        HttpHeaders headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        reply.head(HttpResponseStatus.OK, headers);
        reply.body(Unpooled.wrappedBuffer(body));
        reply.end(null);
        reply.flush();
    }
}
