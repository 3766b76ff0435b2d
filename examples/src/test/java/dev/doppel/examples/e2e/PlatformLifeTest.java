package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The platform ends with its launcher, whatever ends that, and leaves no process, folder, link or namespace. */
class PlatformLifeTest {
    private final Doppel doppel = Doppel.fresh();

    private static List<String> platformProcesses(Path state) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .map(process ->
                        process.pid() + " " + process.info().commandLine().orElse(""))
                .filter(line -> line.contains(state.toString()))
                .toList();
    }

    private static List<Path> runDirectories() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return entries.filter(path -> path.getFileName().toString().matches("doppel-\\d+"))
                    .toList();
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void D181_killingTheLauncherLeavesNothing() throws Exception {
        List<Path> before = runDirectories();
        Doppel.Ended up = doppel.run("up");
        assertThat(up.exitCode()).as(up.text()).isZero();
        List<Path> during = runDirectories();
        assertThat(during).hasSize(before.size() + 1);
        Path own = during.stream()
                .filter(path -> !before.contains(path))
                .findFirst()
                .orElseThrow();
        assertThat(platformProcesses(own)).hasSizeGreaterThan(2);
        assertThat(own.resolve("tmp")).as("temporary files of its JVMs").isNotEmptyDirectory();
        long pid = new ObjectMapper()
                .readTree(doppel.state().resolve("platform.json").toFile())
                .path("pid")
                .asLong();

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        await(() -> platformProcesses(own).isEmpty());
        await(() -> !Files.exists(own));
        await(() -> doppel.run("status").text().contains("not up"));
    }

    @Test
    void downEndsThePlatform() {
        assertThat(doppel.run("up").exitCode()).isZero();
        assertThat(doppel.run("up").text()).contains("up already");
        assertThat(doppel.run("status").text()).contains("Platform: up");
        assertThat(doppel.run("down").text()).contains("down");
        assertThat(doppel.run("down").text()).contains("No platform is up");
    }
}
