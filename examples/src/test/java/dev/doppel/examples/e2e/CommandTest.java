package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command does without a platform. */
class CommandTest {
    private final Doppel doppel = Doppel.fresh();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "validate",
                "init",
                "up",
                "down",
                "status",
                "doctor",
                "dump",
                "junit",
                "logs",
                "clean",
                "version",
                "attach",
                "cancel",
                "twin"
            })
    void helpIsEverywhere(String command) {
        Doppel.Ended ended = doppel.run(command, "--help");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.text()).contains("Usage: doppel " + command);
    }

    @Test
    void doctorFindsThisMachineReady() {
        Doppel.Ended ended = doppel.run("doctor");
        assertThat(ended.exitCode()).as(ended.text()).isZero();
        assertThat(ended.text()).contains("JDK", "namespaces", "leftovers", "All is ready");
    }

    @Test
    void doctorFindsSystemToolsThatAnOrdinaryUsersPathDoesNotName() {
        Doppel.Ended ended = doppel.run(Map.of("PATH", "/usr/bin:/bin"), "doctor");
        assertThat(ended.text()).contains("✓ ip", "✓ namespaces");
    }

    @Test
    void whatInitWritesIsValid(@TempDir Path folder) {
        assertThat(doppel.run("init", folder.toString()).exitCode()).isZero();
        Doppel.Ended ended = doppel.run("validate", folder.toString());
        assertThat(ended.exitCode()).as(ended.text()).isZero();
        assertThat(ended.text()).contains("1 definition(s) valid, 0 invalid; 0 error(s), 0 warning(s)");
        assertThat(doppel.run("init", folder.toString()).exitCode()).isEqualTo(2);
    }

    @Test
    void D184_nothingFoundAndErrorsAreUsageErrors(@TempDir Path folder) throws IOException {
        assertThat(doppel.run("run", folder.toString()).exitCode()).isEqualTo(2);
        Path home = Files.createDirectories(folder.resolve(".dokkimi"));
        Files.writeString(home.resolve("bad.yaml"), "name: bad\nitems:\n  - type: SERVICE\n    name: Not_A_Label\n");
        Doppel.Ended ended = doppel.run("validate", folder.toString());
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.text()).contains(".dokkimi/bad.yaml:4:");
        assertThat(doppel.run("no-such-command").exitCode()).isEqualTo(2);
    }

    @Test
    void whatLeavesTheProjectIsRefusedByRunAndValidate(@TempDir Path folder) throws IOException {
        Path home = Files.createDirectories(folder.resolve(".dokkimi"));
        Files.createSymbolicLink(home.resolve("link.yaml"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(home.resolve("loop"), home);
        Files.writeString(home.resolve("leaving.yaml"), """
            name: leaving
            items:
              - $ref: link.yaml
              - $ref: ../../../../../../../../../../etc/passwd
              - { type: DATABASE, name: db, database: postgres, initFilePath: /etc/passwd }
            """);
        for (String command : new String[] {"run", "validate"}) {
            Doppel.Ended ended = doppel.run(command, folder.toString());
            assertThat(ended.exitCode()).as(ended.text()).isEqualTo(2);
            assertThat(ended.text())
                    .contains(
                            ".dokkimi/leaving.yaml:3:11: error: items[0]: 'link.yaml' is absolute or leaves the"
                                    + " project",
                            ".dokkimi/leaving.yaml:4:11: error: items[1]: '../",
                            ".dokkimi/leaving.yaml:5:",
                            "lies outside the .dokkimi directory")
                    .doesNotContain("root:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecommerce", "polyglot", "llm"})
    void theExamplesAreValidWithoutWarning(String example) {
        Doppel.Ended ended = doppel.run("validate", "examples/" + example);
        assertThat(ended.text()).contains("0 error(s), 0 warning(s)");
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void recordsAreAskedForBeforeThereAreAny() {
        assertThat(doppel.run("dump", "-o", "-").exitCode()).isEqualTo(2);
        assertThat(doppel.run("junit").text()).contains("No run has been recorded");
    }
}
