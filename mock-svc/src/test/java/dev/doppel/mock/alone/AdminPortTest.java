package dev.doppel.mock.alone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.doppel.mock.plane.Await;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin port over real sockets. */
class AdminPortTest {
    @TempDir
    Path folder;

    @Test
    void aKeyIsAskedForAndKept() throws Exception {
        String key;
        try (Standing standing = Standing.of(folder, Standing.TASKS)) {
            key = standing.twin.key();
            assertThat(standing.admin("GET", "/mocks", "").statusCode()).isEqualTo(401);
            assertThat(standing.admin("GET", "/webhooks", "").statusCode()).isEqualTo(401);
            assertThat(standing.admin("GET", "/ports", "").statusCode()).isEqualTo(401);
            assertThat(standing.admin("GET", "/requests/stream", "").statusCode())
                    .isEqualTo(401);
            assertThat(standing.admin("GET", "/health", "").statusCode()).isEqualTo(200);
            assertThat(standing.admin("GET", "/mocks", "", "X-API-Key", key).statusCode())
                    .isEqualTo(200);
            assertThat(standing.admin("GET", "/mocks", "", "Authorization", "Bearer " + key)
                            .statusCode())
                    .isEqualTo(200);
        }
        try (Standing again = Standing.of(folder, Standing.TASKS)) {
            assertThat(again.twin.key()).isEqualTo(key);
        }
    }

    private static String raw(int port, String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                OutputStream out = socket.getOutputStream()) {
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void T122_rowsAreForgottenAndWhatTheAdminApiMadeIsKept() throws Exception {
        String mock =
                "{\"id\":\"hello\",\"http\":{\"matcher\":{\"method\":\"GET\",\"path\":\"/hello\"},\"response\":{\"statusCode\":200,\"body\":\"hi\"}}}";
        String data = "--data=" + folder.resolve("data");
        try (Standing first = Standing.of(folder, Standing.TASKS, data, "--auth=false")) {
            first.post("/tasks", "{\"title\":\"lost\"}");
            assertThat(first.admin("POST", "/mocks", mock).statusCode()).isEqualTo(201);
        }
        for (int start = 0; start < 2; start++) {
            try (Standing next = Standing.of(folder, Standing.TASKS, data, "--auth=false")) {
                assertThat(next.get("/tasks").body()).contains("sweep").doesNotContain("lost");
                assertThat(next.get("/hello").body()).isEqualTo("hi");
                assertThat(next.admin("GET", "/mocks", "").body()).contains("\"total\":4");
            }
        }
        try (Standing other = Standing.of(folder, Standing.TASKS, data, "--auth=false", "--persist=false")) {
            assertThat(other.get("/hello").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void webPagesMayNotSteerIt() throws Exception {
        try (Standing standing = Standing.of(folder, Standing.TASKS, "--auth=false")) {
            int port = standing.twin.adminPort();
            String end = "\r\nConnection: close\r\n\r\n";
            assertThat(raw(port, "GET /mocks HTTP/1.1\r\nHost: localhost:" + port + end))
                    .startsWith("HTTP/1.1 200");
            assertThat(raw(port, "GET /mocks HTTP/1.1\r\nHost: [::1]:" + port + end))
                    .startsWith("HTTP/1.1 200");
            assertThat(raw(port, "GET /mocks HTTP/1.1\r\nHost: rebound.example:" + port + end))
                    .startsWith("HTTP/1.1 403");
            assertThat(raw(port, "GET /mocks HTTP/1.1\r\nHost: localhost.evil.example" + end))
                    .startsWith("HTTP/1.1 403");
            assertThat(raw(port, "GET /mocks HTTP/1.1\r\nOrigin: https://evil.example\r\nHost: localhost" + end))
                    .startsWith("HTTP/1.1 403");
            assertThat(raw(port, "GET /mocks HTTP/1.1\r\nOrigin: null\r\nHost: localhost" + end))
                    .startsWith("HTTP/1.1 403");
            assertThat(raw(port, "GET /mocks HTTP/1.1\r\nOrigin: http://localhost:3000\r\nHost: localhost" + end))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void requestsInOneGoAreAnsweredInTheirOrder() throws Exception {
        try (Standing standing = Standing.of(folder, Standing.TASKS, "--auth=false")) {
            String one = "GET /ports HTTP/1.1\r\nHost: localhost\r\n\r\n";
            String last = "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            String answers = raw(standing.twin.adminPort(), one + one + last);
            assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
            assertThat(answers.lastIndexOf("HTTP/1.1 404")).isGreaterThan(answers.lastIndexOf("HTTP/1.1 200"));
        }
    }

    @Test
    void theRequestLogCanBeFollowed() throws Exception {
        try (Standing standing = Standing.of(folder, Standing.TASKS, "--auth=false", "--workspace=team");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), standing.twin.adminPort())) {
            socket.getOutputStream()
                    .write("GET /requests/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            while (!lines.readLine().equals("event: connected")) {
                // the head
            }
            standing.get("/tasks/tsk_1");
            List<String> seen = new ArrayList<>();
            String line = lines.readLine();
            for (; !line.startsWith("data: {\"id\""); line = lines.readLine()) {
                seen.add(line);
            }
            assertThat(seen).contains("event: request");
            assertThat(line).contains("\"workspaceId\":\"team\"", "\"matchedMockId\":\"tasks.get\"");
            assertThat(standing.admin("GET", "/requests?workspaceId=default", "")
                            .body())
                    .contains("\"workspaceId\":\"team\"");
        }
    }

    @Test
    void T131_webhooksAreDeliveredAgainUntilTheyAreTakenAndTheirLogIsShown() throws Exception {
        List<String> signatures = new CopyOnWriteArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            signatures.add(String.valueOf(exchange.getRequestHeaders().getFirst("Stripe-Signature")));
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(calls.incrementAndGet() == 1 ? 500 : 200, -1);
            exchange.close();
        });
        receiver.start();
        String config = Standing.TASKS
                + "webhooks:\n  - {on: tasks.create, event: task.created, format: stripe, secret: whsec_1,"
                + " retries: 2, url: \"http://127.0.0.1:"
                + receiver.getAddress().getPort() + "/hook\"}\n"
                + "  - {on: tasks.create, event: task.lost, format: json, retries: 0, url: \"http://127.0.0.1:1/\"}\n";
        try (Standing standing = Standing.of(folder, config, "--auth=false")) {
            assertThat(standing.post("/tasks", "{\"title\":\"wash\"}").statusCode())
                    .isEqualTo(201);
            String log = Await.until("both deliveries", () -> {
                String text = text(standing);
                return text.contains("\"state\":\"delivered\"") && text.contains("\"state\":\"failed\"") ? text : null;
            });
            assertThat(log).contains("\"status\":500", "\"status\":200", "ConnectException", "task.created");
            assertThat(signatures).hasSize(2).allMatch(signature -> signature.startsWith("t="));
            String id = log.replaceFirst("(?s).*\"id\":\"(evt_\\w+)\",\"event\":\"task.created\".*", "$1");
            assertThat(standing.admin("POST", "/webhooks/" + id + "/redeliver", "")
                            .statusCode())
                    .isEqualTo(202);
            Await.until("the third call", () -> calls.get() == 3 ? true : null);
            assertThat(standing.admin("POST", "/webhooks/evt_none/redeliver", "")
                            .statusCode())
                    .isEqualTo(404);
        } finally {
            receiver.stop(0);
        }
    }

    private static String text(Standing standing) {
        try {
            return standing.admin("GET", "/webhooks", "").body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
