package dev.doppel.mock.alone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers that send too much, too slowly, or all at once. */
class HostileCallersTest {
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    Path folder;

    private static String flood(int port, String head, int megabytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            byte[] piece = new byte[MEGABYTE];
            java.util.Arrays.fill(piece, (byte) 'x');
            try {
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; i < megabytes; i++) {
                    out.write(piece);
                }
                out.flush();
            } catch (IOException e) {
                // refused before all was sent, which is as good
            }
            try {
                byte[] answer = socket.getInputStream().readNBytes(12);
                return new String(answer, StandardCharsets.US_ASCII);
            } catch (IOException e) {
                return "";
            }
        }
    }

    @Test
    void aHugeBodyIsRefusedAndNotKept() throws Exception {
        try (Standing standing = Standing.of(folder, Standing.TASKS, "--auth=false")) {
            String head =
                    "POST /tasks HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                            + 100 * MEGABYTE + "\r\n\r\n";
            assertThat(flood(standing.twin.port(), head, 100)).isEqualTo("HTTP/1.1 413");
            assertThat(flood(standing.twin.adminPort(), head, 100)).isIn("HTTP/1.1 413", "");
            assertThat(standing.get("/tasks/tsk_1").statusCode()).isEqualTo(200);
            assertThat(standing.admin("GET", "/state", "").body()).contains("\"itemCount\":1");
        }
    }

    @Test
    void aFloodOfHeadersIsRefused() throws Exception {
        StringBuilder many = new StringBuilder("GET /tasks HTTP/1.1\r\nHost: localhost\r\n");
        for (int i = 0; i < 40_000; i++) {
            many.append("X-").append(i).append(": aaaaaaaaaaaaaaaaaaaaaaaa\r\n");
        }
        try (Standing standing = Standing.of(folder, Standing.TASKS, "--auth=false")) {
            assertThat(flood(standing.twin.port(), many + "\r\n", 0)).isIn("HTTP/1.1 431", "HTTP/1.1 400", "");
            assertThat(flood(standing.twin.adminPort(), many + "\r\n", 0)).isIn("HTTP/1.1 431", "HTTP/1.1 400", "");
            assertThat(flood(standing.twin.port(), "GET /" + "a".repeat(200_000) + " HTTP/1.1\r\n\r\n", 0))
                    .isIn("HTTP/1.1 414", "HTTP/1.1 431", "HTTP/1.1 400", "");
            assertThat(standing.get("/tasks/tsk_1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void slowAndSilentCallersKeepNobodyWaiting() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (Standing standing = Standing.of(folder, Standing.TASKS, "--auth=false")) {
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), standing.twin.port());
                socket.getOutputStream().write("POST /tasks HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
                slow.add(new Socket(InetAddress.getLoopbackAddress(), standing.twin.port()));
            }
            for (int i = 0; i < 100; i++) {
                slow.add(new Socket(InetAddress.getLoopbackAddress(), standing.twin.adminPort()));
            }
            assertThat(standing.get("/tasks/tsk_1").statusCode()).isEqualTo(200);
            assertThat(standing.admin("GET", "/state", "").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void T125_trafficAndAdminAtOnceLoseNothing() throws Exception {
        try (Standing standing = Standing.of(folder, Standing.TASKS, "--auth=false");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> made = new ArrayList<>();
            List<Future<HttpResponse<String>>> looked = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String body = "{\"title\":\"t" + i + "\"}";
                made.add(threads.submit(() -> standing.post("/tasks", body)));
                String path = i % 3 == 0 ? "/state/export" : i % 3 == 1 ? "/requests" : "/state/resources/tasks/items";
                looked.add(threads.submit(() -> standing.admin("GET", path, "")));
            }
            Set<String> ids = new HashSet<>();
            for (Future<HttpResponse<String>> one : made) {
                assertThat(one.get().statusCode()).isEqualTo(201);
                ids.add(one.get().body().replaceFirst("(?s).*\"id\":\"(tsk_\\w+)\".*", "$1"));
            }
            for (Future<HttpResponse<String>> one : looked) {
                assertThat(one.get().statusCode()).isEqualTo(200);
            }
            assertThat(ids).hasSize(100);
            assertThat(standing.admin("GET", "/state", "").body()).contains("\"itemCount\":101");
        }
    }
}
