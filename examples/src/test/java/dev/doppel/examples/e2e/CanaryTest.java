package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value that a definition calls secret travels every way there is; nobody who reads about the run sees it. */
class CanaryTest {
    private static final String CANARY = "c4n4ry-7f3e9a1b55d2";

    private static final String SERVICE = """
            import com.sun.net.httpserver.HttpServer;
            import java.io.ByteArrayOutputStream;
            import java.net.InetSocketAddress;
            import java.net.URI;
            import java.net.http.HttpClient;
            import java.net.http.HttpRequest;
            import java.net.http.HttpRequest.BodyPublishers;
            import java.net.http.HttpResponse.BodyHandlers;
            import java.util.Base64;
            import java.util.zip.GZIPOutputStream;

            class Canary {
                public static void main(String[] args) throws Exception {
                    String secret = System.getenv("TOKEN");
                    HttpClient client = HttpClient.newHttpClient();
                    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
                    server.createContext("/health", x -> { x.sendResponseHeaders(200, -1); x.close(); });
                    server.createContext("/go", x -> {
                        try {
                            System.out.println("the token is " + secret);
                            System.err.println("ERROR cannot use " + secret);
                            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
                            try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
                                gzip.write(("{\\"token\\":\\"" + secret + "\\"}").getBytes());
                            }
                            URI uri = URI.create("https://api.example.com/x?note=" + secret);
                            client.send(HttpRequest.newBuilder(uri).header("x-note", secret)
                                    .header("content-type", "application/json").header("content-encoding", "gzip")
                                    .POST(BodyPublishers.ofByteArray(zipped.toByteArray())).build(), BodyHandlers.ofString());
                            String basic = Base64.getEncoder().encodeToString(("user:" + secret).getBytes());
                            client.send(HttpRequest.newBuilder(uri).header("x-basic", basic)
                                    .POST(BodyPublishers.ofString("{\\"basic\\":\\"" + basic + "\\"}")).build(), BodyHandlers.ofString());
                            byte[] answer = ("{\\"echo\\":\\"" + secret + "\\"}").getBytes();
                            x.getResponseHeaders().set("x-echo", secret);
                            x.sendResponseHeaders(200, answer.length);
                            x.getResponseBody().write(answer);
                        } catch (Exception e) {
                            e.printStackTrace();
                        } finally {
                            x.close();
                        }
                    });
                    server.start();
                }
            }
            """;

    private static final String DEFINITION = """
            name: canary
            items:
              - { type: DATABASE, name: db, database: postgres }
              - type: SERVICE
                name: svc
                port: 8080
                healthCheck: /health
                entrypoint: [java, -XX:TieredStopAtLevel=1, Canary.java]
                env:
                  - { name: TOKEN, value: '${{CANARY}}' }
              - { type: MOCK, name: m, mockTarget: api.example.com, mockPath: /x, mockResponseBody: { token: '${{CANARY}}' } }
            tests:
              - name: tells it everywhere
                steps:
                  - name: 'a step named ${{CANARY}}'
                    stopOnFailure: false
                    action:
                      type: httpRequest
                      method: POST
                      url: 'svc/go?q=${{CANARY}}'
                      headers: { x-given: '${{CANARY}}' }
                      body: { given: '${{CANARY}}' }
                    assertions:
                      - assertions: [{ path: $.response.body.echo, operator: eq, value: something else }]
                      - assertions: [{ path: $.consoleLogs, operator: eq, value: '${{CANARY}} expected' }]
                      - match: { path: $.traffic, where: [{ path: $$.request.host, operator: eq, value: '${{CANARY}}' }] }
                  - name: a row
                    action: { type: dbQuery, database: db, query: "select '${{CANARY}}' as token" }
                    assertions:
                      - assertions: [{ path: '$.response.data[0].token', operator: eq, value: none }]
            """;

    @TempDir
    private Path folder;

    @Test
    void whatADefinitionCallsSecretIsShownNowhere() throws IOException {
        Doppel doppel = Doppel.shared();
        Project.in(folder)
                .write("Canary.java", SERVICE)
                .write(
                        ".dokkimi/config.yaml",
                        "env: { CANARY: " + CANARY + " }\nx-platform: { unmocked: block, secrets: [CANARY] }\n")
                .write(".dokkimi/canary.yaml", DEFINITION);
        Path junit = folder.resolve("out/junit.xml");

        Doppel.Ended ended = doppel.run("run", "--ci", "--junit", junit.toString(), folder.toString());

        assertThat(ended.exitCode()).as(ended.text()).isEqualTo(1);
        assertThat(ended.text())
                .as("the values are shown, masked")
                .contains("***")
                .doesNotContain(CANARY);
        String dump = doppel.run("dump", "-o", "-").text();
        assertThat(dump)
                .as("traffic, console and rows are in the dump")
                .contains("the token is ***", "\"x-note\" : \"***\"", "a step named ***");
        String basic =
                java.util.Base64.getEncoder().encodeToString(("user:" + CANARY).getBytes(StandardCharsets.UTF_8));
        for (String text : List.of(
                dump,
                Files.readString(junit),
                doppel.run("logs").text(),
                doppel.run("logs", "svc").text())) {
            assertThat(text).contains("***").doesNotContain(CANARY).doesNotContain(basic.substring(10));
        }
        assertThat(filesWith(doppel.state())).as("files of the state directory").isEmpty();
    }

    /** Files that people read or pass on: all but the submission itself and the platform's own stores. */
    private static List<Path> filesWith(Path state) throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        String name = file.getFileName().toString();
                        return name.endsWith(".json")
                                || name.endsWith(".xml")
                                || name.endsWith(".log")
                                || name.endsWith(".txt");
                    })
                    .filter(file -> {
                        try {
                            return Files.readString(file, StandardCharsets.ISO_8859_1)
                                    .contains(CANARY);
                        } catch (IOException gone) {
                            return false;
                        }
                    })
                    .toList();
        }
    }
}
