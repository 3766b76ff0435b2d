package dev.doppel.scheduler.kubernetes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Tells everyone who gets through the address it sees, and hangs up. Items must not get through. One thread of its own. */
final class Canary implements AutoCloseable {
    private final ServerSocket socket;

    /** @throws IOException when the port cannot be bound */
    Canary(String address, int port) throws IOException {
        socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 100);
        Thread.ofPlatform().name("canary").daemon().start(this::run);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void run() {
        while (!socket.isClosed()) {
            try (Socket caller = socket.accept()) {
                String seen = caller.getInetAddress().getHostAddress() + "\n";
                caller.getOutputStream().write(seen.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // this caller is gone, or we are closed
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
