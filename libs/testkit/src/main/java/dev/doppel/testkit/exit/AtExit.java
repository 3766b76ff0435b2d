package dev.doppel.testkit.exit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;

/** What is to be done when the tests of this JVM are over, the latest first: servers end before their folders are removed. Thread-safe. */
public final class AtExit {
    private static final Deque<Runnable> TASKS = new ArrayDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::all));
    }

    private AtExit() {}

    /** Does it at the end, before all that was asked for earlier. */
    public static synchronized void run(Runnable task) {
        TASKS.push(task);
    }

    /** A folder of its own, which goes with this JVM. */
    public static Path folder(String prefix) {
        try {
            Path folder = Files.createTempDirectory(prefix);
            run(() -> remove(folder));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized void all() {
        for (Runnable task : TASKS) {
            try {
                task.run();
            } catch (RuntimeException e) {
                System.err.println("at the end of the tests: " + e);
            }
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("not removed: " + folder + ": " + e);
        }
    }
}
