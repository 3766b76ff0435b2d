package dev.doppel.examples.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control groups of items with limits, which the kernel does not remove, go with the platform whatever of it is killed. */
class LeftGroupsTest {
    private final Doppel doppel = Doppel.fresh();
    private final Faults faults = Faults.fresh();

    @TempDir
    private Path folder;

    @Test
    void noControlGroupStaysAfterTheLauncherIsKilled() throws Exception {
        kill("the launcher");
    }

    @Test
    @Tag("nightly")
    void noControlGroupStaysAfterProcessOneIsKilled() throws Exception {
        kill("process 1");
    }

    private void kill(String killed) throws Exception {
        Set<Path> before = groups();
        Doppel.Ended up =
                doppel.run(Map.of("DOPPEL_FAULTS_DIR", faults.directory().toString()), "up");
        if (up.exitCode() != 0) {
            throw new AssertionError(up.text());
        }
        faults.hold("runner.begun");
        Background run =
                Background.of(doppel, "run", "--ci", TwoVerdicts.in(folder).toString());
        faults.awaitHeld("runner.begun");

        long launcher = new ObjectMapper()
                .readTree(doppel.state().resolve("platform.json").toFile())
                .path("pid")
                .asLong();
        ProcessHandle holder = ProcessHandle.of(launcher).orElseThrow();
        if (killed.equals("the launcher")) {
            holder.destroyForcibly();
        } else {
            holder.children().flatMap(ProcessHandle::children).forEach(ProcessHandle::destroyForcibly);
        }

        Await.until("control groups are gone", Duration.ofSeconds(20), () -> before.containsAll(groups()));
        run.await();
    }

    /** Those of every platform on this machine. */
    private static Set<Path> groups() {
        Set<Path> found = new TreeSet<>();
        try {
            for (String mount : Files.readAllLines(Path.of("/proc/self/mounts"))) {
                String[] words = mount.split(" ");
                if (words[2].startsWith("cgroup")) {
                    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of(words[1]), "doppel-*")) {
                        all.forEach(found::add);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
