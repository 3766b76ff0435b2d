package dev.doppel.local.route;

import dev.doppel.embedded.relay.Relay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The one REST entry of several processes: reads the head of a request and connects to the process that its path belongs to. Each
 * connection carries one request (its answer says {@code Connection: close}), so bodies, event streams and upgrades need no parsing.
 * Thread-safe.
 */
public final class PathRouter implements Relay.Dialer {
    private static final int MAX_HEAD = 64 * 1024;

    private final Function<String, OptionalInt> ports;

    /** @param ports loopback port for a path; empty when its process does not run, which is answered with 503 */
    public PathRouter(Function<String, OptionalInt> ports) {
        this.ports = ports;
    }

    @Override
    public SocketChannel dial(SocketChannel accepted) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_HEAD);
        int end = -1;
        while (end < 0) {
            if (!buffer.hasRemaining()) {
                refuse(accepted, "431 Request Header Fields Too Large", "The head of the request exceeds 64 KiB");
            }
            if (accepted.read(buffer) < 0) {
                throw new IOException("closed before a request came");
            }
            end = RequestHead.end(buffer.array(), buffer.position());
        }
        RequestHead head;
        try {
            head = RequestHead.parse(buffer.array(), end);
        } catch (IllegalArgumentException e) {
            refuse(accepted, "400 Bad Request", String.valueOf(e.getMessage()));
            throw new IOException(e);
        }
        SocketChannel far = connect(accepted, head.path());
        write(far, ByteBuffer.wrap(head.forOneRequest()));
        write(far, ByteBuffer.wrap(buffer.array(), end, buffer.position() - end));
        return far;
    }

    private SocketChannel connect(SocketChannel accepted, String path) throws IOException {
        OptionalInt port = ports.apply(path);
        if (port.isPresent()) {
            try {
                return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.getAsInt()));
            } catch (IOException e) {
                // it does not listen (yet): as good as not there
            }
        }
        refuse(
                accepted,
                "503 Service Unavailable",
                "The service that answers " + path + " is being started; try again in a moment");
        throw new IOException("unreachable");
    }

    /** Answers with a problem (RFC 9457) and gives up the connection. */
    private static void refuse(SocketChannel accepted, String status, String detail) throws IOException {
        String body = "{\"title\":\"" + status.substring(4) + "\",\"status\":" + status.substring(0, 3)
                + ",\"detail\":\"" + detail.replaceAll("[\"\\\\\\p{Cntrl}]", "?") + "\"}";
        byte[] answer = ("HTTP/1.1 " + status + "\r\nContent-Type: application/problem+json\r\nRetry-After: 1\r\n"
                        + "Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        write(accepted, ByteBuffer.wrap(answer));
        accepted.shutdownOutput();
        drain(accepted);
        throw new IOException(status);
    }

    /** What the client still sends is read and forgotten: closing earlier would take the answer away from it. */
    private static void drain(SocketChannel accepted) throws IOException {
        ByteBuffer sink = ByteBuffer.allocate(MAX_HEAD);
        while (accepted.read(sink) >= 0) {
            sink.clear();
        }
    }

    private static void write(SocketChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }
}
