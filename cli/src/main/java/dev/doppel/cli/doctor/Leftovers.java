package dev.doppel.cli.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders of platforms whose process 1 is gone; namespaces, links and processes end with it and cannot be left. */
public final class Leftovers {
    private Leftovers() {}

    /** Folders that no living process was started with. */
    public static List<Path> find() {
        List<String> commandLines = new ArrayList<>();
        ProcessHandle.allProcesses()
                .forEach(process ->
                        process.info().arguments().ifPresent(args -> commandLines.add(String.join(" ", args))));
        try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return entries.filter(path -> path.getFileName().toString().matches("doppel-\\d+"))
                    .filter(path -> Files.isRegularFile(path.resolve("platform.log")))
                    .filter(path -> commandLines.stream().noneMatch(line -> line.contains(path.toString())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the temporary directory", e);
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
