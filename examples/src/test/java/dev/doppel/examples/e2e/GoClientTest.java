package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Go service, statically linked, with Go's own resolver, TLS and HTTP/2. Without Go it is skipped, and fails in CI. */
class GoClientTest {
    private static final Path SERVICE = Doppel.ROOT.resolve("examples/src/test/resources/pay-go");
    private static final String WHAT = "A Go client";

    @Test
    void D105_D002_goTrustsTheInterception(@TempDir Path folder, @TempDir Path cache) throws Exception {
        Tools.need("go", WHAT);
        Project project = Project.in(folder);
        Project.copyTree(SERVICE, folder);
        Tools.run(
                folder,
                Map.of("CGO_ENABLED", "0", "GOCACHE", cache.toString()),
                WHAT,
                "go",
                "build",
                "-o",
                "pay",
                "main.go");
        Doppel.Ended ended = Doppel.shared().run("run", "--ci", project.root().toString());
        assertThat(ended.exitCode()).as(ended.text()).isZero();
        assertThat(ended.text()).contains("1 passed");
    }
}
