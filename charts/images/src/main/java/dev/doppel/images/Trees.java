package dev.doppel.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directory trees. */
final class Trees {
    /** The time of every file in an image: recorded starts are valid only for jars of the same time and size. */
    static final Instant TIME = Instant.parse("2026-11-01T00:00:00Z");

    private Trees() {}

    /** Regular files below a directory, in order; links are followed. */
    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory, java.nio.file.FileVisitOption.FOLLOW_LINKS)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Copies what is below {@code from} into {@code to}; links become what they lead to. */
    static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Files.setLastModifiedTime(target, FileTime.from(TIME));
        }
    }

    /** Removes a tree, if there is one. */
    static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
            }
        }
    }
}
