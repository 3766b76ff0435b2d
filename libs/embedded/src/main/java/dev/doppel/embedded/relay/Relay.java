package dev.doppel.embedded.relay;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Accepts on one address and copies bytes both ways to a connection that a {@link Dialer} makes. A half-closed side stays half-closed.
 * Virtual threads, two a connection. Thread-safe.
 */
public final class Relay implements AutoCloseable {
    /** Makes the other side of an accepted connection; may read from it first. What it throws closes the accepted side. */
    public interface Dialer {
        /** The connected far side. */
        SocketChannel dial(SocketChannel accepted) throws IOException;
    }

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MAX_CONNECTIONS = 4096;

    private final ServerSocketChannel server;
    private final Dialer dialer;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private Relay(ServerSocketChannel server, Dialer dialer) {
        this.server = server;
        this.dialer = dialer;
    }

    /**
     * Binds and accepts.
     *
     * @param address a Unix socket's path (created with mode 0600, replacing one that is left over) or a TCP address, port 0 for a free one
     */
    public static Relay listen(SocketAddress address, Dialer dialer) throws IOException {
        boolean unix = address instanceof UnixDomainSocketAddress;
        ServerSocketChannel server =
                unix ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
        if (address instanceof UnixDomainSocketAddress path) {
            Files.deleteIfExists(path.getPath());
        }
        server.bind(address, 256);
        if (address instanceof UnixDomainSocketAddress path) {
            Files.setPosixFilePermissions(path.getPath(), PosixFilePermissions.fromString("rw-------"));
        }
        Relay relay = new Relay(server, dialer);
        Thread.ofPlatform().name("relay-accept").daemon().start(relay::accept);
        return relay;
    }

    /** A dialer to one fixed address. */
    public static Dialer to(SocketAddress address) {
        return accepted -> SocketChannel.open(address);
    }

    /** Where it listens. */
    public SocketAddress address() throws IOException {
        return server.getLocalAddress();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel accepted = server.accept();
                if (open.size() >= MAX_CONNECTIONS) {
                    accepted.close();
                    continue;
                }
                open.add(accepted);
                Thread.ofVirtual().name("relay").start(() -> serve(accepted));
            } catch (IOException e) {
                if (!server.isOpen()) {
                    return;
                }
            }
        }
    }

    private void serve(SocketChannel accepted) {
        try (accepted;
                SocketChannel far = dialer.dial(accepted)) {
            open.add(far);
            Thread back = Thread.ofVirtual().start(() -> copy(far, accepted));
            copy(accepted, far);
            back.join();
            open.remove(far);
        } catch (IOException e) {
            // the far side refused or broke off: closing the near side says so
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(accepted);
        }
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // already gone
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel channel : open) {
            closeQuietly(channel);
        }
    }
}
