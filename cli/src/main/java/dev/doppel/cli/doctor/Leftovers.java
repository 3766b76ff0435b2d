package dev.doppel.cli.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What killed commands left in the temporary folder: folders of platforms whose process 1 is gone (namespaces, links and processes end with it
 * and cannot be left), and what a command needs for a moment.
 */
public final class Leftovers {
    /** No command takes longer for what it makes under such a name. */
    private static final Duration MOMENT = Duration.ofMinutes(30);

    private Leftovers() {}

    /** Folders and files that no living process was started with. */
    public static List<Path> find() {
        return find(Path.of(System.getProperty("java.io.tmpdir")), Instant.now());
    }

    static List<Path> find(Path temporary, Instant now) {
        List<String> commandLines = new ArrayList<>();
        ProcessHandle.allProcesses()
                .forEach(process ->
                        process.info().arguments().ifPresent(args -> commandLines.add(String.join(" ", args))));
        try (Stream<Path> entries = Files.list(temporary)) {
            return entries.filter(path -> ofPlatform(path) || ofCommand(path, now))
                    .filter(path -> commandLines.stream().noneMatch(line -> line.contains(path.toString())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the temporary directory", e);
        }
    }

    private static boolean ofPlatform(Path path) {
        return path.getFileName().toString().matches("doppel-\\d+")
                && Files.isRegularFile(path.resolve("platform.log"));
    }

    private static boolean ofCommand(Path path, Instant now) {
        try {
            return path.getFileName().toString().matches("doppel-(doctor|train)\\d+|doppel-build\\d+\\.log")
                    && Files.getLastModifiedTime(path).toInstant().isBefore(now.minus(MOMENT));
        } catch (IOException e) {
            return false;
        }
    }

    /** Deletes one, as far as rights allow. */
    public static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("cannot delete " + folder + ": " + e.getMessage());
        }
    }
}
