package dev.doppel.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.result.RunAccepted;
import dev.doppel.contract.result.RunFinished;
import dev.doppel.contract.result.Verdict;
import dev.doppel.scheduler.world.Client;
import dev.doppel.scheduler.world.SchedulerTestResource;
import dev.doppel.scheduler.world.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken, what is refused, and in which words. */
@QuarkusTest
@QuarkusTestResource(SchedulerTestResource.class)
class SubmissionApiTest {
    private static final String BROKEN =
            "name: broken\nitems:\n  - type: SERVICE\n    name: Not_A_Label\n    port: 0\n";

    @TestHTTPResource
    URI base;

    private Client client;

    @BeforeEach
    void connect() {
        client = new Client(base);
    }

    private static List<String> names(Client.Answer answer) {
        return answer.body().get("instances").findValuesAsText("name").stream()
                .filter(n -> !n.equals("api"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"/^sh.*one/,one", "**/o*e.yaml,one", "two,two"})
    void D063_regexGlobAndSubstringTargetsSelectByPath(String target, String expected) {
        byte[] bundle = Client.bundle(Map.of(
                ".dokkimi/shop/one.yaml", Client.definition("one"),
                ".dokkimi/shop/two.yaml", Client.definition("two")));
        Client.Answer answer =
                client.submit(bundle, "?target=" + java.net.URLEncoder.encode(target, StandardCharsets.UTF_8));
        assertThat(answer.status()).as("%s", answer.response().body()).isEqualTo(202);
        assertThat(names(answer)).containsExactly(expected);
    }

    @Test
    void D064_anInvalidDefinitionIsListedAndTheOthersRun() {
        Client.Answer answer = client.submit(BROKEN, Client.definition("fine"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(names(answer)).containsExactly("fine");
        JsonNode invalid = answer.body().get("invalid");
        assertThat(invalid).hasSize(1);
        assertThat(invalid.get(0).get("name").asText()).isEqualTo("broken");
        assertThat(invalid.get(0).get("problems").get(0).asText()).contains(".dokkimi/d0.yaml:");
        RunAccepted accepted =
                World.get().log().await(RunAccepted.class, r -> r.run().equals(answer.run()));
        assertThat(accepted.invalid()).hasSize(1);
        assertThat(accepted.instances().getFirst().definition().parts()).isEqualTo(1);
        assertThat(World.get()
                        .log()
                        .await(RunFinished.class, r -> r.run().equals(answer.run()))
                        .verdict())
                .isEqualTo(Verdict.PASSED);
    }

    @Test
    void D065_ofTwoDefinitionsWithOneNameTheLaterIsInError() {
        Client.Answer answer = client.submit(Client.definition("same"), Client.definition("same"));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().at("/instances/0/file").asText()).isEqualTo(".dokkimi/d0.yaml");
        assertThat(answer.body().get("instances")).hasSize(1);
        assertThat(answer.body().at("/invalid/0/file").asText()).isEqualTo(".dokkimi/d1.yaml");
    }

    @Test
    void D066_unknownKeysWarnWithASuggestionAndRun() {
        Client.Answer answer = client.submit(
                Client.definition("typo").replace("healthCheck:", "healthCheck: /health\n    helthCheck:"));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().get("warnings").toString())
                .contains("helthCheck")
                .contains("healthCheck");
    }

    @Test
    void aPlatformThatRunsImagesSaysThatItDoesNotUseLocalCommands() {
        Client.Answer answer = client.submit(
                Client.bundle(Map.of(
                        ".dokkimi/d.yaml",
                        Client.definition("mapped"),
                        ".dokkimi/local.yaml",
                        "images: [{match: 'shop/*', command: [java, -jar, app.jar]}]")),
                "");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().get("warnings").toString())
                .contains(".dokkimi/local.yaml")
                .contains("this platform runs images");
    }

    @Test
    void nothingLeftToRunIsRefusedWithPlacesInTheFiles() {
        Client.Answer answer = client.submit(BROKEN);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.body().get("type").asText()).isEqualTo("urn:doppel:problem:invalid-definitions");
        JsonNode problem = null;
        for (JsonNode one : answer.body().get("problems")) {
            problem = one.get("message").asText().contains("Not_A_Label") ? one : problem;
        }
        assertThat(problem).as("%s", answer.body()).isNotNull();
        assertThat(problem.get("file").asText()).isEqualTo(".dokkimi/d0.yaml");
        assertThat(problem.get("line").asInt()).isEqualTo(4);
        assertThat(problem.get("column").asInt()).isPositive();
        assertThat(problem.get("advice").asText()).isNotEmpty();
    }

    @Test
    void strictRefusesWhatWouldOnlyBeListed() {
        Client.Answer answer = client.submit(Client.project(BROKEN, Client.definition("fine")), "?strict=true");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().get("type").asText()).isEqualTo("urn:doppel:problem:strict");
    }

    @Test
    void aWrongConfigFileRefusesTheWholeSelection() {
        Client.Answer answer = client.submit(
                Client.bundle(
                        Map.of(".dokkimi/config.yaml", "env: [1]\n", ".dokkimi/a.yaml", Client.definition("fine"))),
                "");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().at("/problems/0/file").asText()).isEqualTo(".dokkimi/config.yaml");
    }

    @Test
    void oneKeyIsOneRun() {
        byte[] bundle = Client.project(Client.definition("keyed"));
        String key = UUID.randomUUID().toString();
        Client.Answer first = client.submit(bundle, "", "Idempotency-Key", key);
        Client.Answer again = client.submit(bundle, "", "Idempotency-Key", key);
        Client.Answer other = client.submit(Client.project(Client.definition("another")), "", "Idempotency-Key", key);
        Client.Answer otherOptions = client.submit(bundle, "?strict=true", "Idempotency-Key", key);

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.run()).isEqualTo(first.run());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.body().get("type").asText()).isEqualTo("urn:doppel:problem:idempotency-key-reused");
        assertThat(otherOptions.status()).isEqualTo(422);
    }

    @Test
    void variablesAndNamesNarrowARun() {
        String text = Client.definition("only-a").replace("image: shop/api:1", "image: ${{IMAGE}}");
        Client.Answer answer = client.submit(
                Client.bundle(Map.of(
                        ".dokkimi/config.yaml",
                        "env: {IMAGE: a}\n",
                        ".dokkimi/a.yaml",
                        text,
                        ".dokkimi/b.yaml",
                        Client.definition("only-b"))),
                "?env=IMAGE%3Dshop%2Fb%3A2&only=only-a");
        assertThat(answer.status()).as("%s", answer.response().body()).isEqualTo(202);
        assertThat(names(answer)).containsExactly("only-a");
    }

    @Test
    void takesMultipartAndTarGz() throws IOException {
        byte[] zip = Client.project(Client.definition("parts"));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("--X\r\nContent-Disposition: form-data; name=\"target\"\r\n\r\nd0\r\n".getBytes());
        body.writeBytes(
                "--X\r\nContent-Disposition: form-data; name=\"bundle\"; filename=\"b.zip\"\r\nContent-Type: application/zip\r\n\r\n"
                        .getBytes());
        body.writeBytes(zip);
        body.writeBytes("\r\n--X--\r\n".getBytes());
        Client.Answer answer = client.send(client.request("/api/v1/runs")
                .header("Content-Type", "multipart/form-data; boundary=X")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
        assertThat(answer.status()).as("%s", answer.response().body()).isEqualTo(202);
        assertThat(names(answer)).containsExactly("parts");

        Client.Answer tar = client.submit(
                tarGz(".dokkimi/a.yaml", Client.definition("tarred")), "", "Content-Type", "application/gzip");
        assertThat(tar.status()).as("%s", tar.response().body()).isEqualTo(202);
        assertThat(names(tar)).containsExactly("tarred");
    }

    private static byte[] tarGz(String name, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var gzip = new java.util.zip.GZIPOutputStream(bytes);
                var tar = new org.apache.commons.compress.archivers.tar.TarArchiveOutputStream(gzip)) {
            var entry = new org.apache.commons.compress.archivers.tar.TarArchiveEntry(name);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    @Test
    void badBundlesAndOptionsAreProblemsThatSayWhatIsWrong() {
        assertThat(client.submit("no archive".getBytes(), "").body().get("type").asText())
                .isEqualTo("urn:doppel:problem:bundle");
        byte[] noise = new byte[5 * 1024 * 1024];
        new Random(1).nextBytes(noise);
        Client.Answer large = client.submit(noise, "");
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.body().get("detail").asText()).contains("4194304");
        Client.Answer option = client.submit(Client.project(Client.definition("x")), "?tarrget=x");
        assertThat(option.status()).isEqualTo(400);
        assertThat(option.body().get("detail").asText()).contains("tarrget").contains("target");
        assertThat(client.submit(Client.project(Client.definition("x")), "?timeout=soon")
                        .status())
                .isEqualTo(400);
        assertThat(client.submit(Client.project(Client.definition("x")), "?env=novalue")
                        .status())
                .isEqualTo(400);
        assertThat(client.submit(Client.project(Client.definition("x")), "", "x-doppel-project-root", "/no/such/place")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aHundredMegabytesAreRefused() {
        HttpRequest.Builder request = client.request("/api/v1/runs")
                .header("Content-Type", "application/zip")
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[100_000_000]));
        int status;
        try {
            status = client.send(request).status();
        } catch (java.io.UncheckedIOException connectionClosed) {
            status = 413;
        }
        assertThat(status).isEqualTo(413);
        assertThat(client.get("/api/v1/runs").status()).isEqualTo(200);
    }

    @Test
    void whatNoResourceTakesIsAProblemToo() {
        var path = client.get("/api/v1/run");
        assertThat(path.status()).isEqualTo(404);
        assertThat(path.body().toString()).contains("urn:doppel:problem:unknown-path", "'/api/v1/run'", "/api/v1/runs");
        var method = client.send(client.request("/api/v1/runs").PUT(HttpRequest.BodyPublishers.ofString("x")));
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.body().toString()).contains("urn:doppel:problem:method", "PUT");
        var answer = client.send(
                client.request("/api/v1/runs/x").header("Accept", "text/csv").GET());
        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.body().toString()).contains("urn:doppel:problem:accept", "'text/csv'");
        var type = client.send(client.request("/api/v1/runs")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("x")));
        assertThat(type.status()).isEqualTo(415);
        assertThat(type.body().toString())
                .contains("urn:doppel:problem:content-type", "'text/plain'", "application/zip");
    }

    @Test
    void refusesStrangersForeignHostsAndForeignPages() {
        HttpRequest.Builder noToken =
                HttpRequest.newBuilder(base.resolve("/api/v1/runs")).GET();
        Client.Answer stranger = client.send(noToken);
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(client.send(noToken.header("Authorization", "Bearer wrong")).status())
                .isEqualTo(401);
        assertThat(client.send(client.request("/api/v1/runs")
                                .header("Origin", "https://evil.example")
                                .GET())
                        .status())
                .isEqualTo(403);
        assertThat(client.send(client.request("/api/v1/runs")
                                .header("Origin", "http://localhost:" + base.getPort())
                                .GET())
                        .status())
                .isIn(200, 403);
        assertThat(client.get("/q/health/ready").status())
                .as("others are not guarded")
                .isEqualTo(200);
    }

    @Test
    void unknownRunsAreProblems() {
        assertThat(client.get("/api/v1/runs/nope").status()).isEqualTo(404);
        assertThat(client.get("/api/v1/runs/nope/events").status()).isEqualTo(404);
        assertThat(client.get("/api/v1/runs/n%20ope").status()).isEqualTo(404);
        assertThat(client.delete(new dev.doppel.contract.id.RunId("nope")).status())
                .isEqualTo(404);
    }

    @Test
    void listsTheNewestFirst() {
        Client.Answer first = client.submit(Client.definition("listed"));
        Client.Answer second = client.submit(Client.definition("listed"));
        List<String> ids =
                client.get("/api/v1/runs?limit=50").body().get("runs").findValuesAsText("id");
        assertThat(ids.indexOf(second.run().value()))
                .isLessThan(ids.indexOf(first.run().value()));
    }
}
