package dev.doppel.charts.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FrontTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch firstEventSeen = new CountDownLatch(1);
    private HttpServer scheduler;
    private HttpServer results;
    private Front front;

    @BeforeEach
    void start() throws IOException {
        scheduler = server();
        scheduler.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String base = "http://127.0.0.1:" + scheduler.getAddress().getPort();
            exchange.getResponseHeaders().set("Location", base + "/api/v1/runs/r1");
            exchange.getResponseHeaders()
                    .set(
                            "X-Seen",
                            exchange.getRequestHeaders().getFirst("Authorization") + " " + exchange.getRequestURI()
                                    + " " + body.length);
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        scheduler.createContext("/api/v1/runs/r1/events", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("data: one\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            try {
                firstEventSeen.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.getResponseBody().write("data: two\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        results = server();
        results.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, 2);
            exchange.getResponseBody().write("no".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        front = new Front(Map.of("/api/v1/runs", base(scheduler), "/api/v1/results", base(results)), 0);
    }

    private static HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private static URI base(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        front.close();
        scheduler.stop(0);
        results.stop(0);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + path));
    }

    @Test
    void passesTokenQueryAndBodyToTheSchedulerAndSaysWhereTheRunIsFromHere() throws Exception {
        HttpResponse<String> response = client.send(
                request("/api/v1/runs?x=1%20y")
                        .header("Authorization", "Bearer t")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[3_000_000]))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("x-seen")).contains("Bearer t /api/v1/runs?x=1%20y 3000000");
        assertThat(response.headers().firstValue("location")).contains("/api/v1/runs/r1");
    }

    @Test
    void passesWhatResultsAnswersWhateverItIs() throws Exception {
        HttpResponse<String> response =
                client.send(request("/api/v1/results/r1").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("no");
    }

    @Test
    @Timeout(20)
    void eventsArriveWhileMoreAreToCome() throws Exception {
        HttpResponse<InputStream> response =
                client.send(request("/api/v1/runs/r1/events").build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            assertThat(new String(in.readNBytes(11), StandardCharsets.UTF_8)).isEqualTo("data: one\n\n");
            firstEventSeen.countDown();
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("data: two\n\n");
        }
    }

    @Test
    void nothingElseIsReachedThroughIt() throws Exception {
        for (String path : new String[] {"/q/health/ready", "/api/v1/runsandmore", "/"}) {
            assertThat(client.send(request(path).build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(client.send(request("/healthz").build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        results.stop(0);
        assertThat(client.send(request("/api/v1/results").build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(502);
    }
}
