package dev.doppel.mock.serve;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;

/** What of a request came before there was a connection to send it on. Owns its messages. Confined to the call's event loop. */
final class UnsentRequest {
    private static final int ENOUGH_BYTES = 256 * 1024;

    private final ArrayDeque<Object> messages = new ArrayDeque<>();
    private int bytes;

    void add(HttpRequest head) {
        messages.add(head);
    }

    /** @return false: that is enough, the caller should be read no further for now */
    boolean add(HttpContent content) {
        messages.add(content);
        bytes += content.content().readableBytes();
        return bytes <= ENOUGH_BYTES;
    }

    /** Sends everything, flushed, and holds nothing afterwards. */
    void sendTo(Channel channel) {
        for (Object message = messages.poll(); message != null; message = messages.poll()) {
            channel.write(message);
        }
        bytes = 0;
        channel.flush();
    }

    /** Forgets everything. */
    void clear() {
        messages.forEach(ReferenceCountUtil::release);
        messages.clear();
        bytes = 0;
    }
}
