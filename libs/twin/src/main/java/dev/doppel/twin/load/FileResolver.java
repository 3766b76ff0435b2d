package dev.doppel.twin.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The files that a configuration may name, by path relative to it. */
public interface FileResolver {
    /** Content of a file, or an {@link IOException} that says why not. Paths use "/". */
    byte[] read(String path) throws IOException;

    /** Content behind an http(s) URL; refused unless the edge offers it. */
    default byte[] fetch(String url) throws IOException {
        throw new IOException("this twin may not fetch URLs; save the document beside the configuration and use path");
    }

    /** Files below a directory; absolute paths are accepted as they are. At most 64 MiB each. */
    static FileResolver directory(Path base) {
        return path -> {
            Path file = base.resolve(path).normalize();
            if (Files.isDirectory(file)) {
                throw new IOException("is a directory, not a file");
            }
            if (!Files.exists(file)) {
                throw new IOException("no such file: " + file);
            }
            if (Files.size(file) > 64L * 1024 * 1024) {
                throw new IOException("is larger than 64 MiB");
            }
            return Files.readAllBytes(file);
        };
    }

    /** Files held in memory, by normalised relative path. */
    static FileResolver memory(Map<String, byte[]> files) {
        Map<String, byte[]> copy = Map.copyOf(files);
        return path -> {
            byte[] found = copy.get(normal(path));
            if (found == null) {
                throw new IOException("no such file among the " + copy.size() + " given");
            }
            return found;
        };
    }

    /** A relative path without "." and "..", as far as it can be without leaving the root. */
    static String normal(String path) {
        java.util.ArrayDeque<String> parts = new java.util.ArrayDeque<>();
        for (String part : path.split("/")) {
            if (part.equals("..") && !parts.isEmpty() && !parts.peekLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return (path.startsWith("/") ? "/" : "") + String.join("/", parts);
    }
}
