package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How runs end, through the command: exit codes, reports, reasons. */
class OutcomesTest {
    private static final String MOCK = """
            items:
              - { type: MOCK, name: m, mockTarget: api.example.com, mockPath: /x, mockResponseBody: { n: 1 } }
            """;

    @TempDir
    private Path folder;

    private final Doppel doppel = Doppel.shared();

    private static String test(String name, String path, String value) {
        return """
                  - name: %s
                    steps:
                      - action: { type: httpRequest, method: GET, url: 'https://api.example.com/x' }
                        assertions:
                          - assertions: [{ path: %s, operator: eq, value: %s }]
                      - action: { type: wait, durationMs: 1 }
                """.formatted(name, path, value);
    }

    private static String service(String command) {
        return """
                items:
                  - type: SERVICE
                    name: svc
                    port: 8080
                    healthCheck: /health
                    entrypoint: %s
                config: { timeoutSeconds: 6 }
                """.formatted(command);
    }

    @Test
    void D179_D180_D182_D183_D184_oneFailedTestDoesNotStopTheNextAndEverythingIsReported() throws Exception {
        Project.in(folder)
                .write(
                        ".dokkimi/good.yaml",
                        "name: good\n" + MOCK + "tests:\n" + test("fine", "$.response.body.n", "1"))
                .write(
                        ".dokkimi/bad.yaml",
                        "name: bad\n" + MOCK + "tests:\n"
                                + test("wrong", "$.response.body.n", "2")
                                        .replace("    steps:", "    stopOnFailure: false\n    steps:")
                                + test("right", "$.response.body.n", "1"));
        Path junit = folder.resolve("junit.xml");

        Doppel.Ended ended = doppel.run("run", "--ci", "--junit", junit.toString(), folder.toString());

        assertThat(ended.exitCode()).as(ended.text()).isEqualTo(1);
        assertThat(ended.text())
                .contains("✗ bad FAILED", "expected  2", "actual    1", "bad.yaml:", "1 passed, 1 failed");
        assertThat(java.nio.file.Files.readString(junit))
                .contains("name=\"wrong\"", "name=\"right\"", "name=\"fine\"", "<failure");

        JsonNode all = new ObjectMapper().readTree(doppel.run("dump", "-o", "-").text());
        JsonNode failed = new ObjectMapper()
                .readTree(doppel.run("dump", "--failed", "-o", "-").text());
        assertThat(all.path("instances")).hasSize(2);
        assertThat(failed.path("instances")).hasSize(1);
        assertThat(failed.path("instances").get(0).path("name").asText()).isEqualTo("bad");
        assertThat(failed.path("instances").get(0).path("testExecutionLogs").findValuesAsText("type"))
                .as("all steps of both tests: the failed one did not stop its own test")
                .filteredOn("step.started"::equals)
                .hasSize(4);
        for (String key : List.of("runId", "status", "createdAt", "completedAt")) {
            assertThat(all.has(key)).as(key).isTrue();
        }

        Doppel.Ended again = doppel.run("run", "--ci", "--failed", folder.toString());
        assertThat(again.text()).contains("bad: ").doesNotContain("good: ");
        assertThat(again.exitCode()).isEqualTo(1);
    }

    @Test
    void D064_anInvalidDefinitionIsReportedAndTheOthersRun() {
        Project.in(folder)
                .write(
                        ".dokkimi/good.yaml",
                        "name: good\n" + MOCK + "tests:\n" + test("fine", "$.response.body.n", "1"))
                .write(".dokkimi/invalid.yaml", "name: invalid\nitems:\n  - { type: SERVICE, name: a }\n");
        Doppel.Ended ended = doppel.run("run", "--ci", folder.toString());
        assertThat(ended.text()).contains("1 passed, 1 invalid", "invalid.yaml:3:");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(doppel.run("status").text()).contains("INVALID");

        Doppel.Ended still = doppel.run("run", "--failed", folder.toString());
        assertThat(still.text())
                .contains("invalid.yaml:3:", "cannot be run now")
                .doesNotContain("Starting");
        assertThat(still.exitCode()).isEqualTo(2);
    }

    @Test
    void D178_withoutTestsAHealthyEnvironmentPasses() {
        Project.in(folder).write(".dokkimi/only.yaml", "name: only\n" + MOCK);
        Doppel.Ended without = doppel.run("run", "--failed", folder.toString());
        assertThat(without.text()).contains("no earlier run").doesNotContain("Starting");
        assertThat(without.exitCode()).isEqualTo(2);

        Doppel.Ended ended = doppel.run("run", "--ci", folder.toString());
        assertThat(ended.text()).contains("only: environment only");
        assertThat(ended.exitCode()).as(ended.text()).isZero();

        Doppel.Ended nothing = doppel.run("run", "--failed", folder.toString());
        assertThat(nothing.text()).contains("everything passed").doesNotContain("Starting");
        assertThat(nothing.exitCode()).isZero();
    }

    @Test
    void D175_anImageThatNobodyHasIsAnEnvironmentErrorThatNamesIt() {
        Project.in(folder).write(".dokkimi/image.yaml", """
                name: image
                items:
                  - { type: SERVICE, name: svc, image: 'no-such/image:1', port: 8080, healthCheck: /health }
                """);
        Doppel.Ended ended = doppel.run("run", "--ci", folder.toString());
        assertThat(ended.exitCode()).as(ended.text()).isEqualTo(3);
        assertThat(ended.text()).contains("svc", "no-such/image:1", "local.yaml");
    }

    @Test
    void D175_anItemThatExitsAtOnceIsReportedWithCodeAndLastLines() {
        Project.in(folder)
                .write(".dokkimi/exit.yaml", "name: exit\n" + service("[sh, -c, 'echo I am going down; exit 7']"));
        Doppel.Ended ended = doppel.run("run", "--ci", folder.toString());
        assertThat(ended.exitCode()).as(ended.text()).isEqualTo(3);
        assertThat(ended.text()).contains("svc", "7", "I am going down");
    }

    @Test
    void D176_anItemThatNeverBecomesReadyIsReportedWithItsProbe() {
        Project.in(folder).write(".dokkimi/never.yaml", "name: never\n" + service("[sleep, '60']"));
        Doppel.Ended ended = doppel.run("run", "--ci", folder.toString());
        assertThat(ended.exitCode()).as(ended.text()).isEqualTo(3);
        assertThat(ended.text()).contains("svc", "/health", "refused");
    }

    @Test
    void D184_theTimeOutEndsTheRun() {
        Project.in(folder).write(".dokkimi/slow.yaml", "name: slow\n" + MOCK + """
                tests:
                  - name: long
                    steps:
                      - action: { type: wait, durationMs: 60000 }
                """);
        Doppel.Ended ended = doppel.run("run", "--ci", "--timeout", "5", folder.toString());
        assertThat(ended.exitCode()).as(ended.text()).isEqualTo(124);
    }

    @Test
    void D140_D184_anInterruptCancelsTheRun() throws Exception {
        Project.in(folder).write(".dokkimi/slow.yaml", "name: slow\n" + MOCK + """
                tests:
                  - name: long
                    steps:
                      - action: { type: wait, durationMs: 60000 }
                """);
        Process process = doppel.start("run", "--ci", folder.toString());
        var lines = process.inputReader();
        for (String line = lines.readLine(); line != null && !line.contains("ready after"); line = lines.readLine()) {
            // until the environment runs
        }
        assertThat(doppel.run("status").text()).contains("Under way:", "doppel attach ");
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        String status = doppel.run("status", "--json").text();
        assertThat(new ObjectMapper().readTree(status).path("ready").asBoolean())
                .isTrue();
    }

    @Test
    void D104_aCallThatNothingMatchesIsRefusedUnderBlockAndExplained() {
        Project.in(folder)
                .write(".dokkimi/config.yaml", "x-platform: { unmocked: block }\n")
                .write(".dokkimi/block.yaml", "name: block\n" + MOCK + """
                tests:
                  - name: refused
                    steps:
                      - action: { type: httpRequest, method: GET, url: 'https://api.example.com/y' }
                        assertions:
                          - assertions:
                              - { path: $.response.status, operator: eq, value: 502 }
                              - { path: $.response.body.error, operator: contains, value: api.example.com }
                """);
        Doppel.Ended ended = doppel.run("run", "--ci", folder.toString());
        assertThat(ended.exitCode()).as(ended.text()).isZero();
    }
}
