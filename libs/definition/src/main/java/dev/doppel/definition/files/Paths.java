package dev.doppel.definition.files;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Arithmetic on tree paths, without looking at any file. */
public final class Paths {
    private Paths() {}

    /**
     * The path that {@code relative} means when written in a file of {@code directory}.
     *
     * @return empty when it is absolute or climbs above the root
     */
    public static Optional<String> resolve(String directory, String relative) {
        if (relative.startsWith("/") || relative.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : (directory + "/" + relative).split("/", -1)) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (!part.equals("..")) {
                parts.addLast(part);
            } else if (parts.pollLast() == null) {
                return Optional.empty();
            }
        }
        return Optional.of(String.join("/", parts));
    }

    /** The directory of a path; {@code ""} for a name without one. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** The last part of a path. */
    public static String base(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The two joined; either may be {@code ""}. */
    public static String join(String directory, String name) {
        return directory.isEmpty() ? name : name.isEmpty() ? directory : directory + "/" + name;
    }

    /** Whether the path is the directory or lies below it. */
    public static boolean inside(String directory, String path) {
        return directory.isEmpty() || path.equals(directory) || path.startsWith(directory + "/");
    }

    /** What remains of a path seen from a directory that holds it. */
    public static String relativize(String directory, String path) {
        return directory.isEmpty() ? path : path.equals(directory) ? "" : path.substring(directory.length() + 1);
    }
}
