package dev.doppel.dns.serve;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts a TCP stream into DNS messages by their two-byte lengths (RFC 1035 4.2.2). Confined to one connection's event loop. */
final class TcpFrames {
    private final int limit;
    private byte[] rest = new byte[0];

    /** @param limit longest message taken, in bytes */
    TcpFrames(int limit) {
        this.limit = limit;
    }

    /**
     * Takes what arrived and hands on every complete message.
     *
     * @return false when the peer announced a message above the limit: close the connection
     */
    boolean feed(byte[] chunk, Consumer<byte[]> messages) {
        byte[] all = rest.length == 0 ? chunk : joined(chunk);
        int at = 0;
        while (all.length - at >= 2) {
            int length = (all[at] & 255) << 8 | all[at + 1] & 255;
            if (length > limit) {
                return false;
            }
            if (all.length - at - 2 < length) {
                break;
            }
            messages.accept(Arrays.copyOfRange(all, at + 2, at + 2 + length));
            at += 2 + length;
        }
        rest = Arrays.copyOfRange(all, at, all.length);
        return true;
    }

    private byte[] joined(byte[] chunk) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(rest.length + chunk.length);
        out.writeBytes(rest);
        out.writeBytes(chunk);
        return out.toByteArray();
    }
}
