package dev.doppel.mock.plane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service under test, made of sockets: a script handles each connection. */
public final class Upstand implements AutoCloseable {
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    /** One request as it arrived. */
    public record Received(String line, Map<String, String> headers, byte[] body, Map<String, String> trailers) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Handles one connection. */
    public interface Script {
        void run(Upstand self, Wire connection) throws Exception;
    }

    private Upstand(String address, Script script) throws IOException {
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(address, 0), 512);
        threads.execute(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    threads.execute(() -> handle(socket, script));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private void handle(Socket socket, Script script) {
        try (Wire wire = Wire.accepted(socket)) {
            script.run(this, wire);
        } catch (Exception e) {
            failures.add(e);
        }
    }

    public static Upstand at(String address, Script script) {
        try {
            return new Upstand(address, script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers every request with the same bytes, on connections that stay open. */
    public static Upstand answering(String address, String response) {
        return at(address, (self, wire) -> {
            while (true) {
                self.next(wire);
                wire.send(response);
            }
        });
    }

    public int port() {
        return server.getLocalPort();
    }

    public List<Received> received() {
        return received;
    }

    public List<Throwable> failures() {
        return failures;
    }

    /** Reads one request. */
    public Received next(Wire wire) throws IOException {
        String line = wire.line();
        Map<String, String> headers = wire.headers();
        Received request;
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
            for (int size = wire.chunkSize(); size > 0; size = wire.chunkSize()) {
                body.write(wire.read(size));
                wire.line();
            }
            request = new Received(line, headers, body.toByteArray(), wire.headers());
        } else {
            String length = headers.getOrDefault("content-length", "0");
            request = new Received(line, headers, wire.read(Integer.parseInt(length)), Map.of());
        }
        received.add(request);
        return request;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
