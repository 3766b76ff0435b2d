package dev.doppel.embedded.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The PostgreSQL programs ({@code initdb pg_ctl postgres}) on disk. Extracted once per version; safe when several processes ask at once.
 *
 * @param home directory with {@code bin}, {@code lib} and {@code share}
 * @param version full version such as {@code 18.6}
 */
public record PostgresBinaries(Path home, String version) {
    /** Version of the archive on the class path. */
    public static final String VERSION = "18.6";

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    /**
     * Extracts below {@code cache}, unless it is there already.
     *
     * @throws IllegalStateException when the archive is not on the class path or the disk refuses
     */
    public static PostgresBinaries extract(Path cache) {
        Path home = cache.resolve("postgres-" + VERSION);
        Path done = home.resolve(".complete");
        if (Files.exists(done)) {
            return new PostgresBinaries(home, VERSION);
        }
        try {
            Files.createDirectories(cache);
            try (FileChannel lockFile = FileChannel.open(
                            cache.resolve("postgres.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = lockFile.lock()) {
                if (lock.isValid() && !Files.exists(done)) {
                    unpack(home);
                    Files.createFile(done);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot extract PostgreSQL to " + home + ": " + e.getMessage(), e);
        }
        return new PostgresBinaries(home, VERSION);
    }

    /** One of the programs. */
    public Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    private static void unpack(Path home) throws IOException {
        try (InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
            if (archive == null) {
                throw new IOException("no PostgreSQL for this machine: " + ARCHIVE + " is not on the class path");
            }
            TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)));
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = home.resolve(entry.getName()).normalize();
                if (!target.startsWith(home)) {
                    throw new IOException("the archive leaves its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(target.getParent());
                    Files.deleteIfExists(target);
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
                    if ((entry.getMode() & 0100) != 0) {
                        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                }
            }
        }
    }
}
