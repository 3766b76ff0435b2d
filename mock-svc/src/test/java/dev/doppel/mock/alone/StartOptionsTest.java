package dev.doppel.mock.alone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.mock.ca.CertificateAuthority;
import dev.doppel.mock.plane.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doppel twin start} can be given beside a configuration. */
class StartOptionsTest {
    private static final String HELLO =
            "version: \"1.0\"\nmocks:\n  - {id: hello, http: {matcher: {method: GET, path: /hello}, response: {statusCode: 200, body: hi}}}\n";
    private static final String BOOKS =
            "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"b\",\"version\":\"1\"},\"paths\":{\"/tasks\":{\"get\":{\"operationId\":\"List\",\"parameters\":[{\"name\":\"limit\",\"in\":\"query\",\"schema\":{\"type\":\"integer\"}}],\"responses\":{\"200\":{\"description\":\"ok\"}}}}}}";

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Standing only(String... arguments) throws StandingFailure {
        List<String> all = new java.util.ArrayList<>(
                List.of("--records=" + folder.resolve("records"), "--port=0", "--admin-port=0", "--auth=false"));
        all.addAll(List.of(arguments));
        return new Standing(StandingTwin.start(StandingSettings.parse(all.toArray(String[]::new))));
    }

    @Test
    void aFolderOfDocumentsIsServedWhole() throws Exception {
        write("docs/hello.yaml", HELLO);
        write("docs/deeper/books.json", BOOKS.replace("/tasks", "/books"));
        write("docs/.hidden/no.yaml", "version: \"9\"");
        write("docs/notes.txt", "nothing to serve");
        try (Standing standing = only("--load=" + folder.resolve("docs"))) {
            assertThat(standing.get("/hello").body()).isEqualTo("hi");
            assertThat(standing.get("/books").statusCode()).isEqualTo(200);
        }
        try (Standing both = Standing.of(folder, Standing.TASKS, "--load=" + folder.resolve("docs"))) {
            assertThat(both.get("/hello").body()).isEqualTo("hi");
            assertThat(both.get("/tasks").body()).contains("sweep");
        }
        assertThatThrownBy(() -> only("--load=" + folder.resolve("none"))).hasMessageContaining("names a folder");
        write("docs/bad.yaml", "a: b");
        assertThatThrownBy(() -> only("--load=" + folder.resolve("docs"))).hasMessageContaining("bad.yaml");
    }

    @Test
    void anyDocumentThatCanBeImportedIsServedAsItIs() throws Exception {
        String request =
                "{\"request\":{\"method\":\"GET\",\"url\":\"/w\"},\"response\":{\"status\":203,\"body\":\"w\"}}";
        for (Path document : List.of(
                write("books.json", BOOKS),
                write("books.yaml", dev.doppel.twin.value.YamlText.text(dev.doppel.twin.value.Json.parse(BOOKS))))) {
            try (Standing standing = only("--config=" + document)) {
                assertThat(standing.get("/tasks").statusCode()).isEqualTo(200);
                assertThat(standing.admin("GET", "/mocks", "").body()).contains("\"id\":\"List\"");
            }
        }
        try (Standing standing = only("--config=" + write("mappings.json", request))) {
            assertThat(standing.get("/w").statusCode()).isEqualTo(203);
        }
        assertThatThrownBy(() -> only("--config=" + write("no.json", "{\"openapi\":\"3.0.3\",\"paths\":[]}")))
                .hasMessageContaining("no.json")
                .hasMessageContaining("/paths");
        assertThatThrownBy(() -> only("--config=" + write("what.yaml", "a: b")))
                .hasMessageContaining("what.yaml")
                .hasMessageContaining("version");
    }

    @Test
    void theConfigurationsWorkspaceCanHaveAName() throws Exception {
        try (Standing standing = Standing.of(folder, Standing.TASKS, "--auth=false", "--workspace=team")) {
            for (String id : List.of("team", "default", "")) {
                assertThat(standing.admin("GET", "/state?workspaceId=" + id, "").body())
                        .contains("\"totalItems\":1");
            }
            assertThat(standing.call(standing.twin.port(), "GET", "/tasks", "", "X-Mockd-Workspace", "team")
                            .body())
                    .contains("sweep");
            assertThat(standing.admin("GET", "/mocks?workspaceId=other", "").statusCode())
                    .isEqualTo(404);
            assertThat(standing.admin("POST", "/workspaces", "{\"id\":\"team\"}")
                            .statusCode())
                    .isEqualTo(409);
        }
        assertThatThrownBy(() -> Standing.of(folder, Standing.TASKS, "--workspace=a b"))
                .hasMessageContaining("--workspace is");
    }

    @Test
    void withoutAnAdminPortItServesAllTheSame() throws Exception {
        try (Standing standing = Standing.of(folder, Standing.TASKS, "--admin=false")) {
            assertThat(standing.get("/tasks").body()).contains("sweep");
            assertThat(standing.twin.adminPort()).isZero();
            assertThat(standing.twin.key()).isNull();
        }
    }

    @Test
    void filesAreAskedWithoutServingThem() throws Exception {
        Path config = write("mockd.yaml", Standing.TASKS);
        List<String> warnings = new java.util.ArrayList<>();
        assertThat(UnservedMain.answer(java.util.Map.of("config", config.toString()), warnings)
                        .bodyText())
                .contains("\"total\":3");
        Path books = write("there/books.json", BOOKS);
        java.util.Map<String, String> document = java.util.Map.of(
                "document", books.toString(), "as", "shop", "base", folder.toString(), "target", "/export?as=json");
        assertThat(UnservedMain.answer(document, warnings).bodyText())
                .contains("\"path\" : \"there/books.json\"", "\"as\" : \"shop\"");
        assertThat(warnings).isEmpty();
        Path bad = write("bad.yaml", "a: b");
        assertThatThrownBy(() -> UnservedMain.answer(java.util.Map.of("document", bad.toString()), warnings))
                .hasMessageContaining("bad.yaml cannot be read: the format is not recognised");
        assertThatThrownBy(() ->
                        UnservedMain.answer(java.util.Map.of("document", books.toString(), "format", "soup"), warnings))
                .hasMessageContaining("unknown format soup");
    }

    @Test
    void changesAreFollowedAndBrokenOnesAreNot() throws Exception {
        write("docs/hello.yaml", HELLO);
        try (Standing standing =
                Standing.of(folder, Standing.TASKS, "--watch=true", "--load=" + folder.resolve("docs"))) {
            standing.post("/tasks", "{\"title\":\"kept\"}");
            write("docs/hello.yaml", HELLO.replace("hi", "hello again"));
            Await.until("the changed body", () -> ok(standing, "/hello").equals("hello again") ? true : null);
            write(
                    "mockd.yaml",
                    Standing.TASKS + "  - {id: new, http: {matcher: {path: /new}, response: {body: new}}}\n");
            Await.until("the new mock", () -> ok(standing, "/new").equals("new") ? true : null);
            assertThat(standing.get("/tasks").body()).contains("kept");
            write("docs/more.yaml", HELLO.replace("hello", "more"));
            Await.until("the new file", () -> ok(standing, "/more").equals("hi") ? true : null);
            write("mockd.yaml", "version: \"1.0\"\nmocks: [");
            Files.delete(folder.resolve("docs/more.yaml"));
            write("docs/last.yaml", HELLO.replace("hello", "last"));
            write("mockd.yaml", Standing.TASKS);
            Await.until("the mended file", () -> ok(standing, "/last").equals("hi") ? true : null);
            assertThat(standing.get("/more").statusCode()).isEqualTo(404);
        }
    }

    private static String ok(Standing standing, String path) {
        try {
            return standing.get(path).body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void requestsAreHeldToADocumentOfTheirOwn() throws Exception {
        String spec = "--validate-spec=" + write("books.json", BOOKS);
        try (Standing told = Standing.of(folder, Standing.TASKS, spec)) {
            HttpResponse<String> wrong = told.get("/tasks?limit=many");
            assertThat(wrong.statusCode()).isEqualTo(200);
            assertThat(wrong.headers().firstValue("X-Mockd-Validation-Errors")).contains("1");
            assertThat(told.get("/tasks?limit=1").headers().firstValue("X-Mockd-Validation-Errors"))
                    .isEmpty();
        }
        try (Standing strict = Standing.of(folder, Standing.TASKS, spec, "--validate-fail=true")) {
            assertThat(strict.get("/tasks?limit=many").statusCode()).isEqualTo(400);
            assertThat(strict.get("/tasks?limit=1").statusCode()).isEqualTo(200);
            HttpResponse<String> unknown = strict.get("/tasks/tsk_1");
            assertThat(unknown.statusCode()).isEqualTo(400);
            assertThat(unknown.body()).contains("no_route", "GET /tasks/tsk_1");
        }
        assertThatThrownBy(() -> Standing.of(folder, Standing.TASKS, "--validate-spec=" + folder.resolve("none.json")))
                .hasMessageContaining("none.json");
    }

    @Test
    void theLogIsAsLongAsAsked() throws Exception {
        try (Standing standing = Standing.of(folder, Standing.TASKS, "--auth=false", "--max-log-entries=2")) {
            for (int i = 0; i < 4; i++) {
                standing.get("/tasks?n=" + i);
            }
            assertThat(standing.admin("GET", "/requests", "").body())
                    .contains("n=3", "n=2")
                    .doesNotContain("n=1");
            assertThat(standing.admin("GET", "/mocks/tasks.list/verify", "").body())
                    .contains("\"callCount\":4");
        }
        assertThatThrownBy(() -> Standing.of(folder, Standing.TASKS, "--max-log-entries=0"))
                .hasMessageContaining("from 1 to 100000");
    }

    @Test
    void aCertificateOfOnesOwnIsShown() throws Exception {
        CertificateAuthority.Leaf leaf = CertificateAuthority.open(folder.resolve("ca"), Clock.systemUTC())
                .issue(List.of("twin.example"), List.of());
        String chain = "--tls-cert="
                + write("cert.pem", pem("CERTIFICATE", leaf.certificate().getEncoded()));
        String key =
                "--tls-key=" + write("key.pem", pem("PRIVATE KEY", leaf.key().getEncoded()));
        try (Standing standing = Standing.of(folder, Standing.TASKS, chain, key, "--https-port=0");
                HttpClient client =
                        HttpClient.newBuilder().sslContext(Trusting.context()).build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + standing.twin.httpsPort() + "/tasks"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).contains("sweep");
            X509Certificate shown =
                    (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
            assertThat(shown).isEqualTo(leaf.certificate());
        }
        assertThatThrownBy(() -> Standing.of(folder, Standing.TASKS, chain)).hasMessageContaining("go together");
        assertThatThrownBy(() -> Standing.of(folder, Standing.TASKS, chain, key))
                .hasMessageContaining("--https-port");
        write("key.pem", "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
        assertThatThrownBy(() -> Standing.of(folder, Standing.TASKS, chain, key, "--https-port=0"))
                .hasMessageContaining("PKCS#8");
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der) + "\n-----END "
                + kind + "-----\n";
    }
}
