package dev.doppel.examples.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs that some tests need and not every machine has: without them a test is skipped aloud, and fails in CI. */
final class Tools {
    private static final int SECONDS = 120;

    private Tools() {}

    /** @param what is not tried without it */
    static void need(String tool, String what) {
        boolean found = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, tool).canExecute());
        if (!found) {
            without(tool + " is not on the PATH", what);
        }
    }

    /** Runs a program of which nothing but its success is wanted. */
    static void run(Path folder, Map<String, String> environment, String what, String... command) throws Exception {
        Path log = Files.createTempFile("tool", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                without(String.join(" ", command) + " failed:\n" + Files.readString(log), what);
            }
        } finally {
            Files.delete(log);
        }
    }

    private static void without(String why, String what) {
        String text = what + " is not tried: " + why;
        System.err.println("SKIPPED: " + text);
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(text);
        }
        Assumptions.abort(text);
    }
}
