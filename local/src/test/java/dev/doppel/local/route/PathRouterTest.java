package dev.doppel.local.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.doppel.embedded.relay.Relay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PathRouterTest {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer first;
    private HttpServer second;
    private Relay relay;

    @BeforeEach
    void start() throws IOException {
        first = server("first");
        second = server("second");
        relay = Relay.listen(loopback(), new PathRouter(path -> switch (path) {
            case "/first", "/first/x" -> OptionalInt.of(first.getAddress().getPort());
            case "/second" -> OptionalInt.of(second.getAddress().getPort());
            case "/dead" -> OptionalInt.of(1);
            default -> OptionalInt.empty();
        }));
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        relay.close();
        first.stop(0);
        second.stop(0);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static HttpServer server(String name) throws IOException {
        HttpServer server = HttpServer.create(loopback(), 8);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                byte[] answer =
                        (name + " " + exchange.getRequestURI() + " " + body.length).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        return server;
    }

    private HttpResponse<String> call(String path, int bytes) throws Exception {
        int port = ((InetSocketAddress) relay.address()).getPort();
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes]))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void eachPathReachesItsProcessOverOneClientThatKeepsConnections() throws Exception {
        assertThat(call("/first?a=1", 0).body()).isEqualTo("first /first?a=1 0");
        assertThat(call("/second", 3_000_000).body()).isEqualTo("second /second 3000000");
        assertThat(call("/first/x", 10).body()).isEqualTo("first /first/x 10");
    }

    @Test
    void whatDoesNotListenIsAnsweredWithRetryAfterEvenForALongBody() throws Exception {
        for (String path : new String[] {"/dead", "/unknown"}) {
            HttpResponse<String> response = call(path, 3_000_000);
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("retry-after")).contains("1");
            assertThat(response.body()).contains("The service that answers " + path);
        }
    }

    @Test
    void noHttpIsRefused() throws Exception {
        int port = ((InetSocketAddress) relay.address()).getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("hello there\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 400 ");
        }
    }
}
