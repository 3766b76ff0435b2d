package dev.doppel.embedded.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A data directory made by initdb once and copied for each server. Superuser {@code postgres}, UTF-8, C locale, trust on local. */
public final class PostgresTemplate {
    private PostgresTemplate() {}

    /**
     * Makes the template below {@code cache}, unless it is there already; safe when several processes ask at once.
     *
     * @return the template directory; never start a server on it
     */
    public static Path ensure(PostgresBinaries binaries, Path cache) {
        return ensure(binaries, cache, "template", List.of("--locale=C"));
    }

    /**
     * As {@link #ensure(PostgresBinaries, Path)} for a kind of server with settings of its own.
     *
     * @param kind part of the directory's name; one kind, one list of arguments
     * @param initdb further arguments of initdb, the locale among them
     */
    public static Path ensure(PostgresBinaries binaries, Path cache, String kind, List<String> initdb) {
        Path template = cache.resolve(kind + "-" + binaries.version());
        Path done = cache.resolve(kind + "-" + binaries.version() + ".complete");
        if (Files.exists(done)) {
            return template;
        }
        try {
            Files.createDirectories(cache);
        } catch (IOException e) {
            throw new IllegalStateException("cannot make the directory " + cache, e);
        }
        try (FileChannel lockFile = FileChannel.open(
                        cache.resolve(kind + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lockFile.lock()) {
            if (lock.isValid() && !Files.exists(done)) {
                run(List.of("rm", "-rf", template.toString()));
                List<String> command = new ArrayList<>(List.of(
                        binaries.program("initdb").toString(),
                        "-D",
                        template.toString(),
                        "-U",
                        "postgres",
                        "-A",
                        "trust",
                        "-E",
                        "UTF8",
                        "--no-sync"));
                command.addAll(initdb);
                run(Unprivileged.command(command));
                Files.createFile(done);
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cannot make the PostgreSQL template in " + cache + ": " + e.getMessage(), e);
        }
        return template;
    }

    /** Copies the template; shares blocks where the file system can. */
    public static void copy(Path template, Path dataDirectory) {
        try {
            Files.createDirectories(dataDirectory.getParent());
            run(List.of("cp", "-a", "--reflink=auto", template.toString(), dataDirectory.toString()));
        } catch (IOException e) {
            throw new IllegalStateException("cannot copy the PostgreSQL template: " + e.getMessage(), e);
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + process.exitValue() + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
