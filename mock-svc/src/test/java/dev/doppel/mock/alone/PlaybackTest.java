package dev.doppel.mock.alone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.doppel.mock.ca.CertificateAuthority;
import dev.doppel.mock.recording.RecordingTape;
import dev.doppel.mock.recording.Upstream;
import dev.doppel.twin.record.Redaction;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API with a certificate of a private authority is recorded; what was written then answers as it did. */
class PlaybackTest {
    private static final List<String> READS =
            List.of("/v1/books", "/v1/books/bk_2", "/v1/ping?verbose=1", "/v1/books/bk_404");

    @TempDir
    private Path folder;

    private HttpsServer api() throws Exception {
        CertificateAuthority authority = CertificateAuthority.open(folder.resolve("ca"), Clock.systemUTC());
        Files.writeString(folder.resolve("authority.pem"), authority.pem());
        CertificateAuthority.Leaf leaf = authority.issue(List.of("localhost"), List.of());
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("api", leaf.key(), new char[0], new Certificate[] {leaf.certificate(), leaf.issuer()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/v1/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String body = switch (path) {
                case "/v1/books" ->
                    "{\"data\":[{\"id\":\"bk_1\",\"title\":\"Dune\"},{\"id\":\"bk_2\",\"title\":\"Emma\"}]}";
                case "/v1/books/bk_1" -> "{\"id\":\"bk_1\",\"title\":\"Dune\"}";
                case "/v1/books/bk_2" -> "{\"id\":\"bk_2\",\"title\":\"Emma\"}";
                case "/v1/ping" -> "{\"pong\":\"{{now}}\"}";
                default -> "{\"error\":\"no such book\"}";
            };
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(body.contains("error") ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }

    private Map<String, String> record() throws Exception {
        HttpsServer api = api();
        Map<String, String> answers = new LinkedHashMap<>();
        Upstream upstream = new Upstream(
                URI.create("https://localhost:" + api.getAddress().getPort()), folder.resolve("authority.pem"));
        try (RecordingTape tape = RecordingTape.start(upstream, folder.resolve("tape"), Redaction.defaults(), 0);
                HttpClient client = HttpClient.newHttpClient()) {
            for (String path : READS) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + tape.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                answers.put(path, answer.statusCode() + " " + answer.body());
            }
        } finally {
            api.stop(0);
        }
        assertThat(answers.get("/v1/books/bk_2")).startsWith("200 ");
        return answers;
    }

    private Standing play(String file) throws Exception {
        return Standing.of(folder, Files.readString(folder.resolve("tape").resolve(file)), "--auth=false");
    }

    @Test
    void mocksOfARecordingAnswerAsTheApiDid() throws Exception {
        Map<String, String> recorded = record();
        try (Standing mocks = play("mocks.yaml")) {
            for (String path : List.of("/v1/books", "/v1/ping?verbose=1")) {
                HttpResponse<String> answer = mocks.get(path);
                assertThat(answer.statusCode() + " " + answer.body()).as(path).isEqualTo(recorded.get(path));
            }
        }
    }

    @Test
    void theTwinOfARecordingAnswersAsTheApiDidAndRemembers() throws Exception {
        Map<String, String> recorded = record();
        try (Standing twin = play("twin.yaml")) {
            for (String path : List.of("/v1/books/bk_2", "/v1/ping?verbose=1")) {
                HttpResponse<String> answer = twin.get(path);
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(tree(answer.body()))
                        .as(path)
                        .isEqualTo(tree(recorded.get(path).substring(4)));
            }
            assertThat(twin.get("/v1/books").body()).contains("\"Dune\"", "\"Emma\"");
            assertThat(twin.get("/v1/books/bk_404").statusCode()).isEqualTo(404);
            assertThat(twin.admin("GET", "/state", "").body()).contains("\"itemCount\":2");
        }
    }

    private static Object tree(String json) {
        return dev.doppel.twin.value.Values.mapOrEmpty(
                dev.doppel.twin.value.Json.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void withoutTheAuthorityTheTargetIsNotTrusted() throws Exception {
        HttpsServer api = api();
        URI target = URI.create("https://localhost:" + api.getAddress().getPort());
        try (RecordingTape tape = RecordingTape.start(target, folder.resolve("tape"));
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + tape.port() + "/v1/ping"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("target_unreachable", "certi", "--ca-file");
        } finally {
            api.stop(0);
        }
    }
}
