package dev.doppel.images.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What is wanted at the services' fault points (docs/operations.md).
 *
 * @param directory every container sees it
 */
record FaultFiles(Path directory) {
    /** Whoever comes to the point waits there. */
    void hold(String point) throws IOException {
        write(point, "hold");
    }

    /** Whoever comes to the point first ends, as by kill -9. */
    void halt(String point) throws IOException {
        write(point, "halt");
    }

    boolean held(String point) {
        return Files.exists(directory.resolve(point + ".held"));
    }

    /** Whether a halt has happened. */
    boolean used(String point) {
        return !Files.exists(directory.resolve(point));
    }

    void release(String point) throws IOException {
        Files.deleteIfExists(directory.resolve(point));
    }

    private void write(String point, String what) throws IOException {
        Files.deleteIfExists(directory.resolve(point + ".held"));
        Path draft = Files.writeString(directory.resolve("." + point), what);
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.move(draft, directory.resolve(point));
    }
}
