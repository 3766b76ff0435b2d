package dev.doppel.images.evaluation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A PostgreSQL data directory that was made where the image was built and is unpacked where it is used. {@code initdb} starts its helpers
 * through a shell, which the image does not have; the server itself needs none. Not thread-safe.
 */
public final class DataDirectory {
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    /** Whoever connects proves that they know the password. */
    private static final String ACCESS = "local all all scram-sha-256\nhost all all all scram-sha-256\n";

    private DataDirectory() {}

    /**
     * Packs a directory that no server uses, its empty directories included.
     *
     * @param archive is overwritten
     */
    public static void pack(Path directory, Path archive) throws IOException {
        try (Stream<Path> all = Files.walk(directory);
                ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (Path one : all.filter(path -> !path.equals(directory)).sorted().toList()) {
                boolean folder = Files.isDirectory(one);
                ZipEntry entry = new ZipEntry(directory.relativize(one) + (folder ? "/" : ""));
                entry.setTime(0);
                zip.putNextEntry(entry);
                if (!folder) {
                    Files.copy(one, zip);
                }
                zip.closeEntry();
            }
        }
    }

    /**
     * Unpacks, and lets nobody in without a password. What an unpacking that was cut off has left beside {@code data} is removed first.
     *
     * @param prepare told the directory before it gets its final name
     * @throws IOException when something else is in the way at {@code data}
     */
    static void unpack(Path archive, Path data, Preparation prepare) throws IOException, InterruptedException {
        Path unfinished = data.resolveSibling(data.getFileName() + ".unfinished");
        delete(unfinished);
        Files.createDirectories(data.toAbsolutePath().getParent());
        Files.createDirectory(unfinished, PRIVATE);
        try (InputStream file = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = unfinished.resolve(entry.getName()).normalize();
                if (!target.startsWith(unfinished)) {
                    throw new IOException(archive + " leads outside: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectory(target, PRIVATE);
                } else {
                    try (OutputStream out = Files.newOutputStream(target)) {
                        zip.transferTo(out);
                    }
                }
            }
        }
        Files.writeString(unfinished.resolve("pg_hba.conf"), ACCESS);
        prepare.on(unfinished);
        Files.move(unfinished, data, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What is done on a directory that has no server yet. */
    interface Preparation {
        void on(Path data) throws IOException, InterruptedException;
    }

    /**
     * SQL that makes the superuser and the database, one statement a line, as the single-user server reads it.
     *
     * @throws IllegalArgumentException when a line break is in a value
     */
    static String statements(String user, String password, String database) {
        for (String value : List.of(user, password, database)) {
            if (value.contains("\n") || value.contains("\r")) {
                throw new IllegalArgumentException(
                        "POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB must not have line breaks");
            }
        }
        String secret = "'" + password.replace("'", "''") + "'";
        StringBuilder all = new StringBuilder();
        if (user.equals("postgres")) {
            all.append("ALTER ROLE postgres PASSWORD ").append(secret).append('\n');
        } else {
            all.append("CREATE ROLE ")
                    .append(name(user))
                    .append(" SUPERUSER LOGIN PASSWORD ")
                    .append(secret)
                    .append('\n');
        }
        if (!database.equals("postgres")) {
            all.append("CREATE DATABASE ")
                    .append(name(database))
                    .append(" OWNER ")
                    .append(name(user))
                    .append('\n');
        }
        return all.toString();
    }

    private static String name(String word) {
        return '"' + word.replace("\"", "\"\"") + '"';
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
            }
        }
    }

    /** The statements as bytes. */
    static byte[] bytes(String statements) {
        return statements.getBytes(StandardCharsets.UTF_8);
    }
}
