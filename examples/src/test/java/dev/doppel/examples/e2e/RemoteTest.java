package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a platform that it knows by URL and token only. */
class RemoteTest {
    private static final Pattern RUN = Pattern.compile("(?m)^(\\d{8}-\\d{6}-[0-9a-z]{8})$");

    @TempDir
    private Path folder;

    private final Doppel doppel = Doppel.fresh();
    private String server = "";
    private String token = "";

    @BeforeEach
    void knowThePlatform() throws IOException {
        JsonNode platform = new ObjectMapper()
                .readTree(Files.readString(Doppel.shared().state().resolve("platform.json")));
        server = platform.path("base").asText();
        token = platform.path("token").asText();
    }

    private static String definition(String name, int waitMs) {
        return """
                name: %s
                items:
                  - { type: MOCK, name: m, mockTarget: api.example.com, mockPath: /x, mockResponseBody: { n: 1 } }
                tests:
                  - name: outside
                    steps:
                      - action: { type: httpRequest, method: GET, url: 'https://api.example.com/x' }
                        assertions:
                          - assertions: [{ path: $.response.body.n, operator: eq, value: 1 }]
                      - action: { type: wait, durationMs: %d }
                """.formatted(name, waitMs);
    }

    @Test
    void aRunElsewhereIsFollowedReportedAndRecordedHere() throws IOException {
        Project.in(folder).write(".dokkimi/one.yaml", definition("one", 1));
        Path tokenFile = Files.writeString(folder.resolve("token"), token + "\n");
        Path junit = folder.resolve("junit.xml");

        Doppel.Ended ended = doppel.run(
                "run",
                "--ci",
                "--server",
                server,
                "--token-file",
                tokenFile.toString(),
                "--junit",
                junit.toString(),
                folder.toString());

        assertThat(ended.exitCode()).as(ended.text()).isZero();
        assertThat(ended.text()).contains("1 passed").doesNotContain("Starting the platform");
        assertThat(Files.readString(junit)).contains("<testsuite", "name=\"outside\"");
        assertThat(doppel.run("dump", "-o", "-").text()).contains("api.example.com");
    }

    @Test
    void aDetachedRunCanBeAttachedToFromAnotherMachineAndAttachExitsAsRunWould() {
        Project.in(folder).write(".dokkimi/bad.yaml", definition("bad", 1).replace("value: 1 }]", "value: 2 }]"));
        Map<String, String> environment = Map.of("DOPPEL_SERVER", server, "DOPPEL_TOKEN", token);

        Doppel.Ended detached = doppel.run(environment, "run", "--detach", folder.toString());
        assertThat(detached.exitCode()).as(detached.text()).isZero();
        Matcher run = RUN.matcher(detached.text());
        assertThat(run.find()).as(detached.text()).isTrue();

        Doppel elsewhere = Doppel.fresh();
        Doppel.Ended attached = elsewhere.run(environment, "attach", "--ci", run.group(1));
        assertThat(attached.exitCode()).as(attached.text()).isEqualTo(1);
        assertThat(attached.text()).contains("expected  2", "actual    1", "1 failed");
        assertThat(elsewhere.run("junit", "-o", "-").text()).contains("<failure");
    }

    @Test
    void theSameSubmissionUnderTheSameKeyRunsOnce() {
        Project.in(folder).write(".dokkimi/one.yaml", definition("one", 1));
        Map<String, String> environment = Map.of("DOPPEL_SERVER", server, "DOPPEL_TOKEN", token);
        String key = "build-" + System.nanoTime();
        Matcher first =
                RUN.matcher(doppel.run(environment, "run", "--detach", "--idempotency-key", key, folder.toString())
                        .text());
        Matcher second =
                RUN.matcher(doppel.run(environment, "run", "--detach", "--idempotency-key", key, folder.toString())
                        .text());
        assertThat(first.find()).isTrue();
        assertThat(second.find()).isTrue();
        assertThat(second.group(1)).isEqualTo(first.group(1));

        Project.in(folder).write(".dokkimi/one.yaml", definition("another", 1));
        Doppel.Ended other = doppel.run(environment, "run", "--detach", "--idempotency-key", key, folder.toString());
        assertThat(other.exitCode()).as(other.text()).isEqualTo(2);
        assertThat(other.text()).contains("was used for another submission");
    }

    @Test
    void cancelEndsADetachedRun() {
        Project.in(folder).write(".dokkimi/long.yaml", definition("long", 60_000));
        Map<String, String> environment = Map.of("DOPPEL_SERVER", server, "DOPPEL_TOKEN", token);
        Matcher run = RUN.matcher(
                doppel.run(environment, "run", "--detach", folder.toString()).text());
        assertThat(run.find()).isTrue();
        assertThat(doppel.run(environment, "cancel", run.group(1)).exitCode()).isZero();
        assertThat(doppel.run(environment, "attach", "--ci", run.group(1)).exitCode())
                .isEqualTo(130);
    }

    @Test
    void whatIsWrongWithServerOrTokenIsSaid() {
        Project.in(folder).write(".dokkimi/one.yaml", definition("one", 1));
        Doppel.Ended stranger =
                doppel.run(Map.of("DOPPEL_TOKEN", "wrong"), "run", "--detach", "--server", server, folder.toString());
        assertThat(stranger.exitCode()).as(stranger.text()).isEqualTo(2);
        assertThat(stranger.text()).contains("Not authorized", "--token-file");

        Doppel.Ended unknown =
                doppel.run(Map.of("DOPPEL_TOKEN", token), "attach", "--server", server, "20260101-000000-aaaaaaaa");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.text()).contains("knows no run 20260101-000000-aaaaaaaa");

        Doppel.Ended noServer = doppel.run("status", "--server", "http://127.0.0.1:1", "--json");
        assertThat(noServer.exitCode()).as(noServer.text()).isEqualTo(3);
        assertThat(noServer.text()).contains("http://127.0.0.1:1 does not answer");

        Doppel.Ended notAUrl = doppel.run("run", "--server", "doppel.example.com", folder.toString());
        assertThat(notAUrl.exitCode()).isEqualTo(2);
        assertThat(notAUrl.text()).contains("--server takes a URL such as https://");
        assertThat(doppel.run("run", "--detach", folder.toString()).text()).contains("a platform that stays");
    }
}
