package dev.doppel.gate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Joins files that came in parts called {@code NAME.000}, {@code NAME.001}, ... */
final class Parts {
    private Parts() {}

    /** Writes each whole file, readable and executable for all, then returns. */
    static void join(Path from, Path to) throws IOException {
        List<Path> parts;
        try (Stream<Path> all = Files.list(from)) {
            parts = all.filter(Files::isRegularFile)
                    .filter(part -> part.getFileName().toString().matches(".+\\.\\d{3}"))
                    .sorted()
                    .toList();
        }
        for (Path part : parts) {
            String name = part.getFileName().toString();
            Path whole = to.resolve(name.substring(0, name.length() - 4));
            try (OutputStream out =
                    Files.newOutputStream(whole, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                Files.copy(part, out);
            }
        }
        try (Stream<Path> all = Files.list(to)) {
            for (Path whole : all.toList()) {
                Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("r-xr-xr-x"));
            }
        }
    }
}
