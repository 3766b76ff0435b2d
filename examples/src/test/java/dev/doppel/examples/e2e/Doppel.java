package dev.doppel.examples.e2e;

import dev.doppel.testkit.exit.AtExit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The command as a user types it: {@code ./doppel ...} as a process of its own, with a state directory of its own. Not thread-safe.
 *
 * @param state where runs are recorded
 */
record Doppel(Path state) {
    static final Path ROOT = Path.of(System.getProperty("doppel.root"));
    private static final long LIMIT_SECONDS = 300;

    private static final class Shared {
        static final Doppel UP = up();

        private static Doppel up() {
            Doppel doppel = fresh();
            AtExit.run(() -> doppel.run("down"));
            Ended up = doppel.run("up");
            if (up.exitCode() != 0) {
                throw new IllegalStateException(up.text());
            }
            return doppel;
        }
    }

    /** A command with one platform up for all tests of this JVM. */
    static Doppel shared() {
        return Shared.UP;
    }

    /** A command that knows no earlier run and no platform. */
    static Doppel fresh() {
        return new Doppel(AtExit.folder("doppel-e2e-state"));
    }

    /**
     * @param exitCode what the shell would see
     * @param text standard output and standard error together
     */
    record Ended(int exitCode, String text) {}

    Process start(String... arguments) throws IOException {
        return start(Map.of(), arguments);
    }

    Process start(Map<String, String> environment, String... arguments) throws IOException {
        // a build in the background of a shell ignores interrupts, and so would what it starts
        List<String> command = new ArrayList<>(
                List.of("env", "--default-signal=INT", ROOT.resolve("doppel").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().put("DOPPEL_STATE", state.toString());
        builder.environment().put("DOPPEL_NO_BUILD", "1");
        builder.environment().put("DOPPEL_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    Ended run(String... arguments) {
        return run(Map.of(), arguments);
    }

    Ended run(Map<String, String> environment, String... arguments) {
        try {
            Process process = start(environment, arguments);
            Thread guard = Thread.ofVirtual().start(() -> {
                try {
                    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                        process.destroyForcibly();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            guard.interrupt();
            return new Ended(code, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
