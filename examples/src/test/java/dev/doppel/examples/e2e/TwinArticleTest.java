package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial on digital twins, line by line, with {@code mockd} read as {@code ./doppel twin}. */
class TwinArticleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DOCUMENT = Twin.hasVendorDocuments()
            ? Twin.vendor("stripe")
            : Doppel.ROOT.resolve("examples/twins/stripe/stripe.openapi.yaml").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void T001_T002_T003_T004_T005_anImportAloneServesEveryOperation() throws Exception {
        int port;
        try (Twin twin = Twin.start(folder, TwinArticle.bare(DOCUMENT), "--no-auth")) {
            port = twin.port();
            String list = twin.command("list", "--port", Integer.toString(port)).text();
            assertThat(list).contains("stripe.PostCustomers ", "stripe.GetCustomersCustomer ");
            if (Twin.hasVendorDocuments()) {
                assertThat(list.lines().filter(line -> line.startsWith("stripe.")))
                        .hasSize(452);
            }
            JsonNode customers = JSON.readTree(twin.shell("curl -s http://localhost:$PORT/v1/customers"));
            assertThat(customers.path("object").asText()).isEqualTo("list");
            assertThat(customers.path("data").isArray()).isTrue();
            Doppel.Ended second = twin.command(
                    "start", "-c", folder.resolve("mockd.yaml").toString(), "-d", "--port", Integer.toString(port));
            assertThat(second.exitCode()).isEqualTo(3);
            assertThat(second.text()).contains("port " + port + " already", "twin stop --port " + port);
            assertThat(twin.command("stop").text()).contains("is stopped");
            for (int freed : List.of(port, twin.admin())) {
                try (ServerSocket socket = new ServerSocket(freed, 1, InetAddress.getLoopbackAddress())) {
                    assertThat(socket.isBound()).isTrue();
                }
            }
            assertThat(twin.command("stop").text()).contains("No twin runs here");
        }
    }

    @Test
    void T007_T008_T009_T010_T011_T012_T013_T014_T015_T016_T017_T018_T020_aCustomersLifeWithEveryClient()
            throws Exception {
        try (Twin twin = Twin.start(folder, TwinArticle.whole(DOCUMENT), "--no-auth")) {
            JsonNode made = JSON.readTree(
                    twin.shell(
                            "curl -s -X POST http://localhost:$PORT/v1/customers -d 'name=Jenny Rosen' -d 'email=jenny@example.com'"));
            assertThat(made.path("id").asText()).startsWith("cus_");
            assertThat(made.path("object").asText()).isEqualTo("customer");
            assertThat(made.path("livemode").asBoolean(true)).isFalse();
            assertThat(made.path("created").asLong())
                    .isBetween(System.currentTimeMillis() / 1000 - 5, System.currentTimeMillis() / 1000 + 5);
            assertThat(made.has("createdAt") || made.has("updatedAt") || made.has("updated"))
                    .isFalse();

            JsonNode list = JSON.readTree(twin.shell("curl -s http://localhost:$PORT/v1/customers"));
            assertThat(list.fieldNames()).toIterable().containsExactlyInAnyOrder("object", "data", "has_more", "url");
            assertThat(list.path("url").asText()).isEqualTo("/v1/customers");
            assertThat(list.path("has_more").asBoolean(true)).isFalse();
            assertThat(StreamSupport.stream(list.path("data").spliterator(), false)
                            .map(row -> row.path("id").asText()))
                    .containsExactly(made.path("id").asText(), "cus_test", "cus_dated");

            JsonNode got = JSON.readTree(twin.shell("curl -s http://localhost:$PORT/v1/customers/cus_test"));
            assertThat(got.path("name").asText()).isEqualTo("Test Customer");
            assertThat(got.path("email").asText()).isEqualTo("test@example.com");
            twin.shell("curl -s -X POST http://localhost:$PORT/v1/customers/cus_test -d 'name=Updated Name'");
            got = JSON.readTree(twin.shell("curl -s http://localhost:$PORT/v1/customers/cus_test"));
            assertThat(got.path("name").asText()).isEqualTo("Updated Name");
            assertThat(got.path("email").asText()).isEqualTo("test@example.com");

            assertThat(twin.shell("curl -s -X DELETE http://localhost:$PORT/v1/customers/cus_test"))
                    .isEqualTo("{\"id\":\"cus_test\",\"object\":\"customer\",\"deleted\":true}");
            for (String line : List.of(
                    "curl -s -w '\\n%{http_code}' http://localhost:$PORT/v1/customers/cus_test",
                    "curl -s -w '\\n%{http_code}' -X DELETE http://localhost:$PORT/v1/customers/cus_test",
                    "curl -s -w '\\n%{http_code}' http://localhost:$PORT/v1/customers/cus_never")) {
                String[] answer = twin.shell(line).split("\n");
                assertThat(answer[1]).isEqualTo("404");
                JsonNode error = JSON.readTree(answer[0]).path("error");
                assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
                assertThat(error.path("code").asText()).isEqualTo("resource_missing");
                assertThat(error.path("message").asText()).isNotEmpty();
            }
            assertThat(twin.shell("curl -s http://localhost:$PORT/v1/customers"))
                    .doesNotContain("cus_test");
            // T-020
            assertThat(JSON.readTree(twin.shell("curl -s http://localhost:$PORT/v1/customers/cus_dated"))
                            .path("created")
                            .asLong())
                    .isEqualTo(1705312200);
            // T-024, T-025
            JsonNode confirmed =
                    JSON.readTree(twin.shell("curl -s -X POST http://localhost:$PORT/v1/payment_intents/pi_1/confirm"));
            assertThat(confirmed.path("status").asText()).isEqualTo("succeeded");
            assertThat(confirmed.path("amount_received").asInt()).isEqualTo(1099);

            clients(twin);
            commands(twin);
        }
    }

    /** The same with Node, Python and Java, each with what comes with it. */
    private static void clients(Twin twin) throws Exception {
        assertThat(twin.shell("""
                node -e '
                const base = `http://localhost:${process.env.PORT}/v1/customers`;
                (async () => {
                  const made = await (await fetch(base, {method: "POST", body: new URLSearchParams({name: "Node"})})).json();
                  const changed = await (await fetch(`${base}/${made.id}`, {method: "POST", body: new URLSearchParams({name: "New Name"})})).json();
                  const gone = await (await fetch(`${base}/${made.id}`, {method: "DELETE"})).json();
                  const missing = await fetch(`${base}/${made.id}`);
                  console.log(made.id.startsWith("cus_"), changed.name, gone.deleted, missing.status);
                })()'
                """)).contains("true New Name true 404");
        assertThat(twin.shell("""
                python3 - <<'END'
                import json, os, urllib.error, urllib.parse, urllib.request
                base = "http://localhost:%s/v1/customers" % os.environ["PORT"]
                def call(method, url, **fields):
                    body = urllib.parse.urlencode(fields).encode() if fields else None
                    with urllib.request.urlopen(urllib.request.Request(url, data=body, method=method)) as answer:
                        return json.load(answer)
                made = call("POST", base, name="Python")
                changed = call("POST", base + "/" + made["id"], name="New Name")
                gone = call("DELETE", base + "/" + made["id"])
                try:
                    call("GET", base + "/" + made["id"])
                except urllib.error.HTTPError as e:
                    print(made["id"].startswith("cus_"), changed["name"], gone["deleted"], e.code)
                END
                """)).contains("True New Name True 404");
        try (HttpClient client = HttpClient.newHttpClient()) {
            String base = "http://localhost:" + twin.port() + "/v1/customers";
            HttpResponse<String> made = call(client, "POST", base, "name=Java&email=java@example.com");
            assertThat(made.statusCode()).isEqualTo(200);
            assertThat(made.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            String one = base + "/" + JSON.readTree(made.body()).path("id").asText();
            assertThat(call(client, "POST", one, "name=New Name").statusCode()).isEqualTo(200);
            JsonNode got = JSON.readTree(call(client, "GET", one, "").body());
            assertThat(got.path("name").asText()).isEqualTo("New Name");
            assertThat(got.path("email").asText()).isEqualTo("java@example.com");
            assertThat(call(client, "GET", base, "").body())
                    .contains(got.path("id").asText());
            assertThat(JSON.readTree(call(client, "DELETE", one, "").body())
                            .path("deleted")
                            .asBoolean())
                    .isTrue();
            HttpResponse<String> missing = call(client, "GET", one, "");
            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(JSON.readTree(missing.body()).at("/error/code").asText()).isEqualTo("resource_missing");
        }
    }

    private static HttpResponse<String> call(HttpClient client, String method, String url, String form)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .method(method, HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** State, verification and faults by the command. */
    private static void commands(Twin twin) throws Exception {
        assertThat(twin.command("stateful", "reset").exitCode()).isZero();
        assertThat(twin.shell("curl -s http://localhost:$PORT/v1/customers/cus_test"))
                .contains("Test Customer");
        assertThat(twin.command("verify", "reset").exitCode()).isZero();
        twin.shell("for i in 1 2; do curl -s -X POST http://localhost:$PORT/v1/customers -d name=V; done");
        assertThat(twin.command("verify", "check", "stripe.PostCustomers", "--exactly", "2")
                        .exitCode())
                .isZero();
        twin.shell("curl -s -X POST http://localhost:$PORT/v1/customers -d name=V");
        Doppel.Ended failed = twin.command("verify", "check", "stripe.PostCustomers", "--exactly", "2");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.text()).contains("FAILED", "called 3 times");
        assertThat(twin.command("stateful", "items", "customers").text().lines())
                .hasSize(5);
        assertThat(twin.command("chaos", "apply", "offline").exitCode()).isZero();
        assertThat(twin.shell("curl -s -o /dev/null -w '%{http_code}' http://localhost:$PORT/v1/customers"))
                .isEqualTo("503");
        assertThat(twin.command("chaos", "apply", "flaky").exitCode()).isZero();
        String codes = twin.shell(
                "for i in $(seq 50); do curl -s -o /dev/null -w '%{http_code} ' http://localhost:$PORT/v1/customers; done");
        assertThat(codes).containsPattern("50[023]").contains("200");
        assertThat(twin.command("chaos", "disable").exitCode()).isZero();
        assertThat(twin.shell("curl -s -o /dev/null -w '%{http_code}' http://localhost:$PORT/v1/customers"))
                .isEqualTo("200");
    }

    @Test
    void T019_T126_T127_withoutTransformsTheEngineAnswersInItsOwnForm() throws Exception {
        try (Twin twin = Twin.start(folder, TwinArticle.plain(DOCUMENT))) {
            String code = "curl -s -o /dev/null -w '%{http_code} %{size_download}' ";
            assertThat(twin.shell(code + "-X POST http://localhost:$PORT/v1/customers -d name=A"))
                    .startsWith("201 ");
            assertThat(twin.shell(code + "-X DELETE http://localhost:$PORT/v1/customers/cus_test"))
                    .isEqualTo("204 0");
            // the admin port asks for a key, which commands of the same user know
            assertThat(twin.shell("curl -s -o /dev/null -w '%{http_code}' http://localhost:" + twin.admin() + "/mocks"))
                    .isEqualTo("401");
            Doppel.Ended exported = twin.command("export", "--as", "json");
            assertThat(exported.exitCode()).as(exported.text()).isZero();
            assertThat(exported.text()).contains("\"customers\"");
            assertThat(twin.command("get", "stripe.Nope").exitCode()).isEqualTo(2);
        }
    }

    @Test
    void whatCannotBeStartedIsSaid() throws Exception {
        Doppel doppel = Doppel.fresh();
        Path file = folder.resolve("bad.yaml");
        Files.writeString(file, "version: \"1.0\"\nimports:\n  - path: missing.yaml\n    as: x\n");
        Doppel.Ended bad = doppel.run("twin", "start", "-c", file.toString(), "-d", "--port", "0", "--admin-port", "0");
        assertThat(bad.exitCode()).isEqualTo(2);
        assertThat(bad.text()).contains("missing.yaml").doesNotContain("\tat ");
        assertThat(doppel.run("twin", "validate", "-c", file.toString()).exitCode())
                .isEqualTo(2);
        assertThat(doppel.run("twin", "list").exitCode()).isEqualTo(3);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(file, "version: \"1.0\"\n");
            Doppel.Ended used = doppel.run(
                    "twin",
                    "start",
                    "-c",
                    file.toString(),
                    "-d",
                    "--admin-port",
                    "0",
                    "--port",
                    Integer.toString(taken.getLocalPort()));
            assertThat(used.exitCode()).isEqualTo(3);
            assertThat(used.text()).contains("Port " + taken.getLocalPort() + " is in use", "--port");
        }
        assertThat(doppel.state().resolve("twins"))
                .satisfiesAnyOf(
                        twins -> assertThat(twins).doesNotExist(),
                        twins -> assertThat(twins.toFile()
                                        .list((dir, name) -> name.endsWith(".json") || name.endsWith(".log")))
                                .isEmpty());
    }
}
