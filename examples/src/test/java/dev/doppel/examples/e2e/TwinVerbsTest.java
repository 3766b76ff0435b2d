package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands below {@code ./doppel twin} that start processes; what the others say is tested in cli. */
class TwinVerbsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void aProgramStartsATwinAndReadsItsUrl() throws Exception {
        Doppel doppel = Doppel.fresh();
        assertThat(doppel.run("twin", "init", folder.toString()).exitCode()).isZero();
        Process engine = doppel.start(
                "twin", "engine", "-c", folder.resolve("mockd.yaml").toString(), "--print-url");
        try (BufferedReader out =
                        new BufferedReader(new InputStreamReader(engine.getInputStream(), StandardCharsets.UTF_8));
                HttpClient client = HttpClient.newHttpClient()) {
            URI url = URI.create(out.readLine());
            HttpResponse<String> tasks = client.send(
                    HttpRequest.newBuilder(url.resolve("/tasks")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(tasks.body()).contains("Sweep the yard");
            assertThat(doppel.state().resolve("twins").toFile().list((dir, name) -> name.endsWith(".json")))
                    .as("no admin port, so no record")
                    .isEmpty();
            engine.destroyForcibly().waitFor();
            Await.until("the twin is gone with who started it", Duration.ofSeconds(20), () -> !listens(url.getPort()));
        } finally {
            engine.destroyForcibly();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void filesAreListedCheckedAndConvertedWithoutATwin() throws Exception {
        Doppel doppel = Doppel.fresh();
        Path document = Files.writeString(folder.resolve("pets.yaml"), """
                openapi: 3.0.3
                info: {title: Pets, version: "1"}
                paths:
                  /pets:
                    get: {operationId: listPets, responses: {"200": {description: all, content: {application/json: {example: [1]}}}}}
                """);
        Path collection = folder.resolve("collection.json");
        Doppel.Ended postman =
                doppel.run("twin", "convert", document.toString(), "--to", "postman", "-o", collection.toString());
        assertThat(postman.exitCode()).as(postman.text()).isZero();
        assertThat(postman.text()).contains("warning: pets.yaml: of each operation", "Written to " + collection);
        assertThat(JSON.readTree(collection.toFile())
                        .at("/item/0/response/0/body")
                        .asText())
                .isEqualTo("[1]");
        Path config = Files.writeString(
                folder.resolve("mockd.yaml"), "version: \"1.0\"\nimports: [{path: pets.yaml, as: shop}]\n");
        assertThat(doppel.run("twin", "list", "-c", config.toString()).text()).contains("shop.listPets");
        Files.writeString(document, "openapi: 3.0.3\npaths: [1]\n");
        Doppel.Ended bad = doppel.run("twin", "doctor", "--port", "0", "--admin-port", "0", "-c", config.toString());
        assertThat(bad.exitCode()).as(bad.text()).isEqualTo(2);
        assertThat(bad.text())
                .contains("pets.yaml /paths", "✗ configuration", "✓ mock port")
                .doesNotContain("\tat ");
    }

    @Test
    void aTwinSaysItsProcessAndItsWorkspace() throws Exception {
        Path pid = folder.resolve("twin.pid");
        try (Twin twin = Twin.start(
                folder, "version: \"1.0\"\n", "--no-auth", "--workspace", "team", "--pid-file", pid.toString())) {
            assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
                    .isPresent();
            Doppel.Ended named =
                    twin.doppel().run(java.util.Map.of("MOCKD_WORKSPACE", "team"), "twin", "status", "--json");
            assertThat(named.exitCode()).as(named.text()).isZero();
            assertThat(JSON.readTree(named.text()).path("ports")).hasSize(2);
            assertThat(twin.command("stop").exitCode()).isZero();
            assertThat(pid).doesNotExist();
        }
    }
}
