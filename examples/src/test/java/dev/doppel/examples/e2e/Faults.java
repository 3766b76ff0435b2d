package dev.doppel.examples.e2e;

import dev.doppel.testkit.exit.AtExit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What is wanted at fault points, see {@code FaultPoints}.
 *
 * @param directory read by every part of the platform
 */
record Faults(Path directory) {
    static Faults fresh() {
        return new Faults(AtExit.folder("doppel-e2e-faults"));
    }

    /** Whoever comes to the point waits there. */
    void hold(String point) {
        write(point, "hold");
    }

    /** Whoever comes to the point first ends, as by kill -9. */
    void halt(String point) {
        write(point, "halt");
    }

    void awaitHeld(String point) {
        Await.until("somebody waits at " + point, Duration.ofSeconds(120), () -> Files.exists(held(point)));
    }

    /** Whether a halt has happened. */
    boolean used(String point) {
        return !Files.exists(directory.resolve(point));
    }

    void release(String point) {
        try {
            Files.deleteIfExists(directory.resolve(point));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nobody waits anywhere, and nobody will. */
    void releaseAll() {
        try (Stream<Path> wanted = Files.list(directory)) {
            for (Path file : wanted.toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path held(String point) {
        return directory.resolve(point + ".held");
    }

    private void write(String point, String what) {
        try {
            Files.deleteIfExists(held(point));
            Path draft = Files.writeString(directory.resolve("." + point), what);
            Files.move(draft, directory.resolve(point));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
