package dev.doppel.definition.files;

import java.util.List;

/**
 * A project with the files that may be definitions.
 *
 * @param files tree whose root is the project root; references cannot leave it
 * @param root the project root, as a path inside the tree that was searched
 * @param home the definitions' directory relative to the project root: {@code .dokkimi}, {@code .doppel}, or {@code ""} when the
 *     target is a directory or file outside of one
 * @param candidates files to look at, relative to the project root, in path order
 * @param filter what else the target says about them
 */
public record Project(FileTree files, String root, String home, List<String> candidates, Filter filter) {
    public Project {
        candidates = List.copyOf(candidates);
    }

    /** Chooses among the candidates by path or name; path is relative to {@link #home}. */
    @FunctionalInterface
    public interface Filter {
        boolean accepts(String path, String name);
    }

    /** A file relative to the home directory. */
    public String inHome(String path) {
        return Paths.inside(home, path) ? Paths.relativize(home, path) : path;
    }
}
