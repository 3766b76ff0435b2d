package dev.doppel.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the package {@code cluster}, run in namespaces of its own. */
final class ClusterRun {
    private ClusterRun() {}

    /** Runs it to its end, shows what it said and wants the code 0. Skips the test where there are no archives to run as root. */
    static void passes(String program, long seconds, String... further) throws IOException, InterruptedException {
        assumeThat(System.getProperty("user.name"))
                .as("numeric users need root")
                .isEqualTo("root");
        Path output = Path.of(System.getProperty("images.output"));
        Path work = output.resolve("work/" + program);
        Trees.delete(work);
        Path log = Files.createDirectories(work).resolve("cluster.log");
        List<String> words = new ArrayList<>(List.of(
                "unshare",
                "--net",
                "--mount",
                "--pid",
                "--fork",
                "--mount-proc",
                "--kill-child=SIGKILL",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.doppel.images.cluster." + program,
                output.toString(),
                work.toString(),
                Path.of(System.getProperty("doppel.root"), "charts/doppel").toString(),
                System.getProperty("images.tag"),
                System.getProperty("images.aot")));
        words.addAll(List.of(further));
        Process cluster = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(cluster.waitFor(seconds, TimeUnit.SECONDS))
                    .as("it ends within %d s:%n%s", seconds, Files.readString(log))
                    .isTrue();
        } finally {
            cluster.destroyForcibly();
        }
        String said = Files.readString(log);
        System.out.println(said);
        assertThat(cluster.exitValue()).as(said).isZero();
    }
}
