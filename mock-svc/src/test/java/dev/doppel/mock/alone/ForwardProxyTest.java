package dev.doppel.mock.alone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.doppel.mock.recording.Trust;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recording proxy of a standing twin (twin spec 9): real clients, a real API, and what is on disk and served afterwards. */
@Timeout(60)
class ForwardProxyTest {
    private static final String CANARY = "cAn4ry-S3cret-0f-Ours";

    @TempDir
    static Path folder;

    private static RealApi api;
    private static Standing standing;
    private static Path data;

    @BeforeAll
    static void start() throws Exception {
        api = new RealApi(folder.resolve("vendor"));
        data = folder.resolve("data");
        standing = Standing.of(folder, "version: \"1.0\"\n", "--auth=false", "--data=" + data);
    }

    @AfterAll
    static void stop() {
        standing.close();
        api.close();
    }

    @BeforeEach
    void filtersAreEmpty() throws Exception {
        admin("PUT", "/proxy/filters", Map.of());
    }

    @AfterEach
    void stopped() throws Exception {
        standing.admin("POST", "/proxy/stop", "");
        standing.admin("DELETE", "/sessions", "");
        api.waitAgain();
    }

    private static Map<String, Object> admin(String method, String path, Map<String, Object> body) throws Exception {
        HttpResponse<String> answer = standing.admin(method, path, body.isEmpty() ? "{}" : Json.text(body));
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return Values.mapOrEmpty(answer.body().isEmpty() ? Map.of() : Json.parse(answer.body()));
    }

    private static int proxy(Object... members) throws Exception {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("port", 0L, "caPem", api.pem(), "mode", "record"));
        for (int i = 0; i < members.length; i += 2) {
            body.put((String) members[i], members[i + 1]);
        }
        return ((Number) Values.mapOrEmpty(admin("POST", "/proxy/start", body)).get("port")).intValue();
    }

    private static HttpClient client(int port, String authority, HttpClient.Version version) throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, Trust.with(authority).getTrustManagers(), null);
        return HttpClient.newBuilder()
                .version(version)
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", port)))
                .sslContext(trusting)
                .build();
    }

    private static String ca() throws Exception {
        return standing.admin("GET", "/proxy/ca", "").body();
    }

    private static HttpResponse<String> get(HttpClient client, String url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static List<Map<String, Object>> recordings(String query) throws Exception {
        return Values.listOrEmpty(admin("GET", "/recordings" + query, Map.of()).get("recordings")).stream()
                .map(Values::mapOrEmpty)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
    void httpsIsRecordedWithoutItsSecretsAndIsPlayedBackByTheTwin(String version) throws Exception {
        int port = proxy("ca", true, "session", "vendor");
        String body;
        try (HttpClient client = client(port, ca(), HttpClient.Version.valueOf(version))) {
            HttpResponse<String> book = get(
                    client,
                    api.secureUrl() + "/v1/books/7?api_key=" + CANARY + "&q=a%20b",
                    "Authorization",
                    "Bearer " + CANARY,
                    "Cookie",
                    "sid=" + CANARY);
            assertThat(book.version()).isEqualTo(HttpClient.Version.valueOf(version));
            body = book.body();
            assertThat(body).contains("\"id\":\"7\"", "\"host\":\"localhost:" + api.securePort());
            HttpResponse<String> made = client.send(
                    HttpRequest.newBuilder(URI.create(api.secureUrl() + "/v1/books"))
                            .POST(HttpRequest.BodyPublishers.ofString("{\"password\":\"" + CANARY + "\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(made.body()).contains("\"got\":" + (CANARY.length() + 15));
            assertThat(get(client, api.secureUrl() + "/v1/none").statusCode()).isEqualTo(404);
        }
        List<Map<String, Object>> all = recordings("?session=latest");
        assertThat(all).hasSize(3).allMatch(r -> "https".equals(r.get("scheme")) && "localhost".equals(r.get("host")));
        assertThat(recordings("?status=4xx&path=/v1/*&method=get")).hasSize(1);
        Path session = data.resolve("recordings/latest");
        assertThat(Files.isSymbolicLink(session)).isTrue();
        assertThat(session.toRealPath().getFileName().toString()).matches("vendor-[0-9]{8}-[0-9]{6}(\\.[0-9]+)?");
        try (var files = Files.list(session.resolve("localhost"))) {
            assertThat(files.toList())
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .doesNotContain(CANARY)
                            .contains("\"scheme\" : \"https\""));
        }
        String shown = standing.admin("GET", "/recordings/" + all.getFirst().get("id"), "")
                .body();
        assertThat(shown)
                .containsIgnoringCase("header authorization carries a credential")
                .contains("carries cookies", "query parameter api_key")
                .doesNotContain(CANARY);

        Map<String, Object> converted = admin(
                "POST",
                "/recordings/convert",
                Map.of("session", "latest", "path", "/v1/books/*", "smartMatch", true, "add", true));
        assertThat(converted.get("mocks")).isEqualTo(1L);
        assertThat((String) converted.get("yaml"))
                .contains("/v1/books/{bookId}", "X-kept")
                .doesNotContainIgnoringCase("etag");
        HttpResponse<String> played = standing.get("/v1/books/8");
        assertThat(played.statusCode()).isEqualTo(200);
        assertThat(played.body()).isEqualTo(body);
        assertThat(admin("GET", "/recordings/export?session=latest", Map.of()).get("total"))
                .isEqualTo(3L);
        String id = String.valueOf(all.getFirst().get("id"));
        assertThat(standing.admin("DELETE", "/recordings/" + id, "").statusCode())
                .isEqualTo(204);
        assertThat(admin("DELETE", "/recordings?status=404", Map.of()).get("cleared"))
                .isEqualTo(1L);
        assertThat(recordings("")).hasSize(1);
    }

    @Test
    void withoutACaHttpsIsTunnelledUntouchedAndUnrecorded() throws Exception {
        int port = proxy("ca", false);
        try (HttpClient client = client(port, api.pem(), HttpClient.Version.HTTP_1_1)) {
            assertThat(get(client, api.secureUrl() + "/v1/books/7").body()).contains("\"id\":\"7\"");
        }
        assertThat(recordings("")).isEmpty();
        assertThat(admin("GET", "/proxy/status", Map.of()))
                .containsEntry("tunnelled", 1L)
                .containsEntry("https", "tunnelled");
    }

    @Test
    void filtersAndModesDecideWhatIsRecorded() throws Exception {
        int port = proxy("ca", true);
        admin(
                "PUT",
                "/proxy/filters",
                Map.of(
                        "includePaths", List.of("/v1/*"),
                        "excludePaths", List.of("*/internal/*"),
                        "excludeHosts", List.of("localhost:" + api.securePort())));
        try (HttpClient client = client(port, api.pem(), HttpClient.Version.HTTP_1_1)) {
            get(client, api.url() + "/health");
            get(client, api.url() + "/v1/internal/7");
            get(client, api.url() + "/v1/kept");
            assertThat(get(client, api.secureUrl() + "/v1/excluded").statusCode())
                    .isEqualTo(200); // the API's own TLS
            admin("PUT", "/proxy/mode", Map.of("mode", "passthrough"));
            get(client, api.url() + "/v1/passed");
            admin("PUT", "/proxy/mode", Map.of("mode", "record"));
        }
        assertThat(recordings("")).extracting(r -> r.get("path")).containsExactly("/v1/kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void theFirstEventArrivesBeforeTheLastIsSent(String scheme) throws Exception {
        int port = proxy("ca", true);
        try (HttpClient client = client(port, ca(), HttpClient.Version.HTTP_2)) {
            HttpResponse<InputStream> events = client.send(
                    HttpRequest.newBuilder(
                                    URI.create((scheme.equals("http") ? api.url() : api.secureUrl()) + "/events"))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("data: {\"n\":1}");
                assertThat(api.waits()).isTrue();
                api.goOn();
                assertThat(lines.lines().toList()).contains("data: {\"n\":2}");
            }
        }
        Map<String, Object> kept = recordings("").getFirst();
        assertThat(kept).containsEntry("truncated", false);
        assertThat(standing.admin("GET", "/recordings/" + kept.get("id"), "").body())
                .contains("data: {\\\"n\\\":1}\\n\\ndata: {\\\"n\\\":2}");
    }

    @Test
    void aStreamThatIsCutOffIsKeptAsFarAsItCame() throws Exception {
        int port = proxy("ca", true);
        try (HttpClient client = client(port, ca(), HttpClient.Version.HTTP_1_1)) {
            HttpResponse<InputStream> events = client.send(
                    HttpRequest.newBuilder(URI.create(api.url() + "/events")).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(events.body().readNBytes(5)).isEqualTo("data:".getBytes(StandardCharsets.UTF_8));
            admin("POST", "/proxy/stop", Map.of());
            events.body().close();
        }
        Map<String, Object> kept = recordings("").getFirst();
        assertThat(kept).containsEntry("truncated", true);
        assertThat(standing.admin("GET", "/recordings/" + kept.get("id"), "").body())
                .contains("data: {\\\"n\\\":1}\\n\\n", "\"truncated\":true");
    }

    /** What WebSocket clients do: a CONNECT, HTTP in it, a switch of protocols, bytes. */
    @Test
    void bytesPassAfterASwitchOfProtocols() throws Exception {
        try (ServerSocket echo = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Socket caller = new Socket("127.0.0.1", proxy("ca", true))) {
            Thread server = Thread.startVirtualThread(() -> {
                try (Socket taken = echo.accept()) {
                    assertThat(head(taken)).contains("GET /chat HTTP/1.1", "upgrade: echo");
                    taken.getOutputStream().write(ascii("HTTP/1.1 101 Yes|Connection: upgrade|Upgrade: echo||"));
                    taken.getInputStream().transferTo(taken.getOutputStream());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            caller.setSoTimeout(10_000);
            caller.getOutputStream().write(ascii("CONNECT localhost:" + echo.getLocalPort() + " HTTP/1.1||"));
            assertThat(head(caller)).startsWith("HTTP/1.1 200 ");
            caller.getOutputStream()
                    .write(ascii("GET /chat HTTP/1.1|Host: localhost|Connection: Upgrade|Upgrade: echo||"));
            assertThat(head(caller)).startsWith("HTTP/1.1 101 ").containsIgnoringCase("upgrade: echo");
            caller.getOutputStream().write(ascii("ping"));
            assertThat(caller.getInputStream().readNBytes(4)).isEqualTo(ascii("ping"));
            caller.close();
            server.join(10_000);
            assertThat(server.isAlive()).isFalse();
        }
        assertThat(recordings("")).extracting(r -> r.get("statusCode")).containsExactly(101L);
    }

    private static byte[] ascii(String lines) {
        return lines.replace("|", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Up to the empty line, and no byte further. */
    private static String head(Socket socket) throws IOException {
        StringBuilder out = new StringBuilder();
        while (out.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as(out.toString()).isNotNegative();
            out.append((char) next);
        }
        return out.toString();
    }

    @Test
    void recordingsAreFoundAgainByTheNextTwin() throws Exception {
        int port = proxy("session", "before");
        try (HttpClient client = client(port, api.pem(), HttpClient.Version.HTTP_1_1)) {
            get(client, api.url() + "/v1/a");
            get(client, api.url() + "/v1/b");
        }
        List<Map<String, Object>> before = recordings("");
        try (Standing next = Standing.of(
                Files.createDirectories(folder.resolve("next")),
                "version: \"1.0\"\n",
                "--auth=false",
                "--data=" + data)) {
            assertThat(next.admin("GET", "/recordings", "").body())
                    .contains((String) before.getLast().get("id"));
            assertThat(next.admin("GET", "/sessions/latest", "").body())
                    .contains("\"name\":\"before\"", "\"recordings\":2", "\"active\":false");
        }
    }

    @Test
    void curlIsRecordedToo() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not here");
        int port = proxy("ca", true);
        Path pem = Files.writeString(folder.resolve("proxy-ca.pem"), ca());
        Process curl = new ProcessBuilder(
                        "/usr/bin/curl",
                        "-sS",
                        "--noproxy",
                        "",
                        "-x",
                        "http://127.0.0.1:" + port,
                        "--cacert",
                        pem.toString(),
                        api.secureUrl() + "/v1/books/9",
                        "https://127.0.0.1:" + api.securePort() + "/v1/books/10")
                .redirectErrorStream(true)
                .start();
        String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor()).as(said).isZero();
        assertThat(said).contains("\"id\":\"9\"", "\"id\":\"10\"");
        assertThat(recordings("")).extracting(r -> r.get("host")).containsExactly("localhost", "127.0.0.1");
    }
}
