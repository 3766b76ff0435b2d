package dev.doppel.mock.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folders of sessions on disk. Names of hosts and files are made plain, so that nothing that a caller says leads out of a session's
 * folder; links are not followed. For its user's eyes only. Not thread-safe.
 */
final class SessionFolders {
    private static final int LONGEST = 80;

    private final Path root;

    SessionFolders(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    boolean has(String session) {
        return Files.exists(root.resolve(session), LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes a session's folder, and lets {@code latest} lead there. */
    void make(String session) {
        try {
            Files.createDirectories(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createDirectory(root.resolve(session));
            latest(session);
        } catch (IOException e) {
            throw new UncheckedIOException("recordings cannot be kept in " + root + ": " + e.getMessage(), e);
        }
    }

    private void latest(@Nullable String session) throws IOException {
        Path link = root.resolve("latest");
        if (session == null) {
            Files.deleteIfExists(link);
            return;
        }
        Path next = root.resolve("latest.new");
        Files.deleteIfExists(next);
        Files.createSymbolicLink(next, Path.of(session));
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The file for a recording; its folder is there. */
    Path place(String session, String host, String name) throws IOException {
        String folder = plain(host);
        Path own = root.resolve(session).resolve(folder.isEmpty() ? "host" : folder);
        Files.createDirectories(own);
        String bare = name.substring(0, name.length() - ".json".length());
        return own.resolve(plain(bare) + ".json");
    }

    static String plain(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            boolean fine = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '_'
                    || c == '.' && !out.isEmpty();
            out.append(fine ? c : '-');
        }
        return out.substring(0, Math.min(LONGEST, out.length()));
    }

    /** Every session, alone and with each of its files. */
    void read(BiConsumer<Session, @Nullable Path> found) {
        for (Path folder : inside(root)) {
            Session session = Session.of(folder.getFileName().toString());
            if (session == null || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            found.accept(session, null);
            for (Path host : inside(folder)) {
                if (Files.isDirectory(host, LinkOption.NOFOLLOW_LINKS)) {
                    for (Path file : inside(host)) {
                        if (file.toString().endsWith(".json") && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                            found.accept(session, file);
                        }
                    }
                }
            }
        }
    }

    private static List<Path> inside(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The number that a file's name begins with, else 0. */
    static int number(Path file) {
        String name = file.getFileName().toString();
        int end = 0;
        while (end < name.length() && end < 9 && Character.digit(name.charAt(end), 10) >= 0) {
            end++;
        }
        return end == 0 ? 0 : Integer.parseInt(name.substring(0, end));
    }

    /** Deletes a file, and its host's folder when that was the last one. */
    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
            Path host = file.getParent();
            if (host != null) {
                empty(host);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    private static void empty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // something of somebody's is still in it
        }
    }

    /** Removes a session's folder unless there is something in it that is not ours; {@code latest} leads to another one then. */
    void remove(String session, @Nullable String newest) {
        try {
            empty(root.resolve(session));
            latest(newest);
        } catch (IOException e) {
            throw new UncheckedIOException(session + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
