package dev.doppel.platform.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/**
 * Named places at which a test may stop a service, such as {@code scheduler.running.stored}. Off unless {@value #KEY} names a directory,
 * which only tests do; then a service that reaches a place looks for a file of that name there:
 *
 * <pre>
 * halt    the file is removed and the process ends at once, as by kill -9: no hook, no flush
 * hold    NAME.held is made, and the thread waits until the file is removed
 * </pre>
 *
 * A file is for one arrival, whichever comes first. Thread-safe. Code that is tested inside the test's own JVM gets a lambda instead.
 */
@FunctionalInterface
public interface FaultPoints {
    /** Configuration key; its value is a directory. */
    String KEY = "doppel.faults.dir";

    /**
     * A place was reached. Returns at once unless a test wants otherwise; may block, may never return.
     *
     * @param point {@code service.place}
     */
    void reached(String point);

    /** Nothing ever happens. */
    static FaultPoints none() {
        return point -> {};
    }

    /** By the configuration of this process; {@link #none} without {@value #KEY}. */
    static FaultPoints configured() {
        Config config = ConfigProvider.getConfig();
        Optional<String> directory = config.getOptionalValue(KEY, String.class);
        return directory.isEmpty() ? none() : in(Path.of(directory.get()));
    }

    /** By the files of a directory. */
    static FaultPoints in(Path directory) {
        return point -> InFiles.reached(directory, point);
    }

    /** Reads what a test wants. */
    final class InFiles {
        private static final Logger LOG = Logger.getLogger(FaultPoints.class);
        private static final int KILLED = 137;
        private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

        private InFiles() {}

        private static void reached(Path directory, String point) {
            Path file = directory.resolve(point);
            try {
                String wanted = Files.readString(file).strip();
                switch (wanted) {
                    case "halt" -> {
                        if (Files.deleteIfExists(file)) {
                            Runtime.getRuntime().halt(KILLED);
                        }
                    }
                    case "hold" -> hold(file);
                    default -> LOG.warnf("%s says '%s': neither halt nor hold, so nothing is done", file, wanted);
                }
            } catch (NoSuchFileException e) {
                // no test waits here
            } catch (IOException e) {
                LOG.warnf("%s cannot be read: %s", file, e.getMessage());
            }
        }

        private static void hold(Path file) throws IOException {
            LOG.infof("held at %s", file.getFileName());
            Path held = file.resolveSibling(file.getFileName() + ".held");
            Files.writeString(held, "");
            while (Files.exists(file) && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            Files.deleteIfExists(held);
        }
    }
}
