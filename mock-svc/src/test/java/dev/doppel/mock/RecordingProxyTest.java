package dev.doppel.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.doppel.mock.recording.RecordingTape;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real API, the proxy before it, a client; then what lies in the folder. */
@Timeout(60)
class RecordingProxyTest {
    private static final String CANARY = "cAn4ry-S3cret-0f-Ours";

    private static final int LARGE = 12 << 20;

    @TempDir
    private Path folder;

    private static HttpServer api() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] in = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            String auth = exchange.getRequestHeaders().getFirst("Authorization");
            byte[] body = (path.equals("/v1/customers/7")
                            ? "{\"id\":\"7\",\"name\":\"Ann\",\"token\":\"" + CANARY + "\"}"
                            : "{\"got\":" + in.length + ",\"auth\":\"" + auth + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                    .contains("gzip")) {
                ByteArrayOutputStream zipped = new ByteArrayOutputStream();
                try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
                    zip.write(body);
                }
                body = zipped.toByteArray();
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            }
            if (path.equals("/moved")) {
                exchange.getResponseHeaders()
                        .set(
                                "Location",
                                "http://localhost:" + exchange.getLocalAddress().getPort() + "/v1/customers/7");
                exchange.sendResponseHeaders(302, -1);
            } else {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void whatPassesIsAnsweredUnchangedAndKeptWithoutItsSecrets() throws Exception {
        HttpServer api = api();
        URI target = URI.create("http://localhost:" + api.getAddress().getPort());
        try (RecordingTape tape = RecordingTape.start(target, folder);
                HttpClient client = HttpClient.newHttpClient()) {
            URI base = URI.create("http://localhost:" + tape.port());
            HttpResponse<String> one = client.send(
                    HttpRequest.newBuilder(base.resolve("/v1/customers/7?api_key=" + CANARY))
                            .header("Authorization", "Bearer " + CANARY)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(one.body()).isEqualTo("{\"id\":\"7\",\"name\":\"Ann\",\"token\":\"" + CANARY + "\"}");
            HttpResponse<byte[]> zipped = client.send(
                    HttpRequest.newBuilder(base.resolve("/v1/echo"))
                            .header("Authorization", "Bearer " + CANARY)
                            .header("Accept-Encoding", "gzip, br")
                            .POST(HttpRequest.BodyPublishers.ofString("password=" + CANARY))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
            HttpResponse<String> moved = client.send(
                    HttpRequest.newBuilder(base.resolve("/moved")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(moved.headers().firstValue("Location")).contains(base + "/v1/customers/7");
        } finally {
            api.stop(0);
        }
        List<Path> files;
        try (var walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        assertThat(files).hasSize(6);
        for (Path file : files) {
            assertThat(Files.readString(file)).as(file.toString()).doesNotContain(CANARY);
        }
        assertThat(Files.readString(folder.resolve("localhost/00001-GET-v1-customers-7.json")))
                .contains("\\\"name\\\":\\\"Ann\\\"", "[redacted]");
        assertThat(Files.readString(folder.resolve("twin.yaml"))).contains("idStrategy: sequence");
        assertThat(Files.readString(folder.resolve("items.yaml"))).contains("mockPath: \"/v1/customers/{customerId}\"");
        assertThat(Files.readString(folder.resolve("mocks.yaml"))).contains("got");
    }

    /** The first event is read before the API sends the last; a body larger than what is kept passes whole. */
    @Test
    void bodiesPassAsTheyComeAndABoundedCopyIsKept() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/events", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("data: {\"n\":1}\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            try {
                seen.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.getResponseBody()
                    .write(("data: {\"token\":\"" + CANARY + "\"}\n\n").getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        api.createContext("/large", exchange -> {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            exchange.sendResponseHeaders(200, LARGE);
            exchange.getResponseBody().write(new byte[LARGE]);
            exchange.close();
        });
        api.start();
        URI target = URI.create("http://localhost:" + api.getAddress().getPort());
        try (RecordingTape tape = RecordingTape.start(target, folder);
                HttpClient client = HttpClient.newHttpClient()) {
            URI base = URI.create("http://localhost:" + tape.port());
            HttpResponse<InputStream> events = client.send(
                    HttpRequest.newBuilder(base.resolve("/events")).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("data: {\"n\":1}");
                assertThat(seen.getCount()).isEqualTo(1);
                seen.countDown();
                assertThat(lines.lines().toList()).contains("data: {\"token\":\"" + CANARY + "\"}");
            }
            HttpResponse<byte[]> large = client.send(
                    HttpRequest.newBuilder(base.resolve("/large"))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[LARGE]))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(large.body()).hasSize(LARGE);
        } finally {
            seen.countDown();
            api.stop(0);
        }
        assertThat(Files.readString(folder.resolve("localhost/00001-GET-events.json")))
                .contains("data: {\\\"n\\\":1}", "[redacted]")
                .doesNotContain(CANARY)
                .doesNotContain("truncated");
        assertThat(Files.readString(folder.resolve("localhost/00002-POST-large.json")))
                .contains("\"truncated\" : true", "notRecorded")
                .hasSizeLessThan(4_000);
    }

    @Test
    void aTargetThatIsNotThereIsSaid() throws Exception {
        try (RecordingTape tape = RecordingTape.start(URI.create("http://localhost:1"), folder);
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + tape.port() + "/x"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("target_unreachable", "http://localhost:1");
        }
        try (var list = Files.list(folder)) {
            assertThat(list).isEmpty();
        }
    }
}
