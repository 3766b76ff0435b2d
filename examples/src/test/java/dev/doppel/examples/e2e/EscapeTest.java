package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service tries beside the names that it is given fails, and whoever ran the test learns of it. */
class EscapeTest {
    @TempDir
    private Path folder;

    @Test
    void literalAddressesAreRefusedAndReportedByCommandDumpAndJunit() throws IOException {
        Project.in(folder).write(".dokkimi/escape.yaml", """
                name: escape
                items:
                  - type: WORKER
                    name: restless
                    entrypoint:
                      - bash
                      - -c
                      - |
                        for host in 192.0.2.1 169.254.169.254 10.200.99.10; do
                            (exec 3<>/dev/tcp/$host/80) 2>/dev/null && echo "reached $host"
                        done
                        (exec 3<>/dev/tcp/127.0.0.1/9092) 2>/dev/null && echo "reached the broker"
                        echo tried
                        exec sleep 60
                  - { type: MOCK, name: m, mockTarget: api.example.com, mockPath: /x, mockResponseBody: { n: 1 } }
                tests:
                  - name: it tries
                    steps:
                      - action: { type: wait, durationMs: 1500 }
                """);
        Path junit = folder.resolve("out/junit.xml");
        Doppel doppel = Doppel.shared();

        Doppel.Ended ended = doppel.run("run", "--ci", "--junit", junit.toString(), folder.toString());

        assertThat(ended.exitCode()).as(ended.text()).isZero();
        String said = "tried 3 times to reach an address outside its environment by number";
        assertThat(ended.text()).contains("escape escape: restless " + said);
        assertThat(Files.readString(junit)).contains("<system-err>", "ESCAPE restless: " + said);
        assertThat(doppel.run("dump", "-o", "-").text())
                .contains(said, "tried once to connect to a port that nobody serves");
        assertThat(doppel.run("logs", "restless").text()).contains("tried").doesNotContain("reached");
    }
}
