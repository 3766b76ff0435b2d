package dev.doppel.mock.alone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.doppel.mock.plane.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A twin with ports of its own: how it starts, fails, and ends. */
class StandingTwinTest {
    @TempDir
    Path folder;

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void T005_closingFreesBothPorts() throws Exception {
        int port;
        int admin;
        try (Standing standing = Standing.of(folder, Standing.TASKS)) {
            port = standing.twin.port();
            admin = standing.twin.adminPort();
            assertThat(standing.get("/tasks/tsk_1").body()).contains("sweep");
            assertThat(free(port)).isFalse();
        }
        assertThat(free(port)).isTrue();
        assertThat(free(admin)).isTrue();
    }

    @Test
    void aPortInUseIsSaidWithTheOptionThatChangesIt() throws Exception {
        try (Standing first = Standing.of(folder, Standing.TASKS)) {
            assertThatThrownBy(() -> Standing.of(folder, Standing.TASKS, "--port=" + first.twin.port()))
                    .isInstanceOf(StandingFailure.class)
                    .hasMessageContaining("Port " + first.twin.port() + " is in use")
                    .hasMessageContaining("--port");
            assertThatThrownBy(() -> Standing.of(folder, Standing.TASKS, "--admin-port=" + first.twin.adminPort()))
                    .hasMessageContaining("--admin-port");
        }
    }

    @Test
    void twinsStandSideBySideWithStatesOfTheirOwn() throws Exception {
        try (Standing one = Standing.of(folder, Standing.TASKS);
                Standing two = Standing.of(folder, Standing.TASKS)) {
            one.post("/tasks", "{\"title\":\"only here\"}");
            assertThat(one.get("/tasks").body()).contains("only here");
            assertThat(two.get("/tasks").body()).doesNotContain("only here");
        }
    }

    @Test
    void T031_T039_whatCannotBeLoadedIsAUsageErrorThatNamesIt() throws Exception {
        assertThatThrownBy(() -> Standing.of(folder, "version: \"2.0\"\n"))
                .isInstanceOfSatisfying(
                        StandingFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(StandingFailure.Cause.USAGE))
                .hasMessageContaining("2.0");
        assertThatThrownBy(() -> Standing.of(folder, "version: \"1.0\"\nimports:\n  - path: missing.json\n"))
                .hasMessageContaining("missing.json");
        assertThatThrownBy(() -> Standing.of(folder, Standing.TASKS, "--chaos-profile=nope"))
                .hasMessageContaining("flaky");
        assertThatThrownBy(() -> StandingSettings.parse(new String[] {"--config=a", "--records=b", "--port=70000"}))
                .hasMessageContaining("--port is a port");
    }

    @Test
    void portsOfTheFileAreUsedWhereNoneIsGiven() throws Exception {
        StandingSettings settings = StandingSettings.parse(new String[] {
                    "--config="
                            + Files.writeString(
                                    folder.resolve("ports.yaml"),
                                    "version: \"1.0\"\nserverConfig: {httpPort: 5001, httpsPort: 5002, adminPort: 5003}\n"),
                    "--records=" + folder,
                    "--admin-port=0"
                })
                .resolved();
        assertThat(settings.port()).isEqualTo(5001);
        assertThat(settings.httpsPort()).isEqualTo(5002);
        assertThat(settings.adminPort()).isZero();
    }

    @Test
    void whileItLoadsItIsAliveAndNotReady() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        HttpServer source = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        source.createContext("/", exchange -> {
            asked.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] document = """
                    {"openapi":"3.0.0","info":{"title":"t","version":"1"},
                     "paths":{"/ping":{"get":{"operationId":"ping","responses":{"204":{"description":"ok"}}}}}}
                    """.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, document.length);
            exchange.getResponseBody().write(document);
            exchange.close();
        });
        source.start();
        int admin;
        try (ServerSocket socket = new ServerSocket(0)) {
            admin = socket.getLocalPort();
        }
        String config = "version: \"1.0\"\nimports:\n  - url: http://127.0.0.1:"
                + source.getAddress().getPort() + "/api.json\n    as: far\n";
        CompletableFuture<Standing> starting = CompletableFuture.supplyAsync(() -> {
            try {
                return Standing.of(folder, config, "--admin-port=" + admin, "--auth=false");
            } catch (StandingFailure e) {
                throw new IllegalStateException(e);
            }
        });
        try (HttpClient client = HttpClient.newHttpClient()) {
            asked.await();
            assertThat(status(client, admin, "/health")).isEqualTo(200);
            assertThat(status(client, admin, "/ready")).isEqualTo(503);
            assertThat(status(client, admin, "/mocks")).isEqualTo(503);
            go.countDown();
            try (Standing standing = starting.join()) {
                assertThat(status(client, admin, "/ready")).isEqualTo(200);
                assertThat(standing.get("/ping").statusCode()).isEqualTo(204);
            }
        } finally {
            source.stop(0);
        }
    }

    private static int status(HttpClient client, int port, String path) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void httpsOnItsPortAndHttp2ByNegotiation() throws Exception {
        try (Standing standing = Standing.of(folder, Standing.TASKS, "--https-port=0")) {
            // the CA is made with the first handshake: a caller that trusts nothing brings it about
            try (HttpClient stranger = HttpClient.newHttpClient()) {
                assertThatThrownBy(() ->
                                stranger.send(secure(standing.twin.httpsPort()), HttpResponse.BodyHandlers.ofString()))
                        .isInstanceOf(javax.net.ssl.SSLHandshakeException.class);
            }
            SSLContext trusting = trusting(standing.twin.data().resolve("ca/ca.pem"));
            try (HttpClient client =
                    HttpClient.newBuilder().sslContext(trusting).build()) {
                HttpResponse<String> answer =
                        client.send(secure(standing.twin.httpsPort()), HttpResponse.BodyHandlers.ofString());
                assertThat(answer.body()).contains("sweep");
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            }
        }
    }

    private static HttpRequest secure(int port) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/tasks/tsk_1"))
                .build();
    }

    private static SSLContext trusting(Path pem) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void bothLoopbackAddressesAnswer() throws Exception {
        try (Standing standing = Standing.of(folder, Standing.TASKS)) {
            for (String address : new String[] {"127.0.0.1", "::1"}) {
                InetAddress loopback = InetAddress.getByName(address);
                if (address.equals("::1") && !hasIpv6()) {
                    continue;
                }
                try (Socket socket = new Socket(loopback, standing.twin.port())) {
                    assertThat(socket.isConnected()).isTrue();
                }
            }
        }
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void theRecordIsForItsUserOnlyAndSaysWhereEverythingIs() throws Exception {
        StandingSettings settings = Standing.settings(folder, Standing.TASKS);
        try (Standing standing = new Standing(StandingTwin.start(settings))) {
            Path record = TwinRecord.write(standing.twin, settings);
            assertThat(Files.getPosixFilePermissions(record)).hasSize(2);
            String text = Files.readString(record);
            assertThat(text)
                    .contains("\"port\":" + standing.twin.port())
                    .contains("\"pid\":" + ProcessHandle.current().pid())
                    .contains("\"key\":\"" + standing.twin.key());
            Await.until(
                    "the key's file", () -> Files.exists(standing.twin.data().resolve("admin.key")) ? true : null);
        }
    }
}
