package dev.doppel.scheduler.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which parts of this machine's root an item may see, read-only: programs and libraries; no homes, no state, no devices. Immutable.
 *
 * @param directories names such as {@code usr}
 * @param links names such as {@code bin} and where they lead, such as {@code usr/bin}
 */
record HostDirectories(java.util.SortedSet<String> directories, Map<String, String> links) {
    private static final java.util.List<String> NAMES = java.util.List.of(
            "usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "etc", "opt", "nix", "gnu", "snap");

    /** Looks at a root directory. */
    static HostDirectories of(Path root) throws IOException {
        java.util.SortedSet<String> directories = new java.util.TreeSet<>();
        Map<String, String> links = new TreeMap<>();
        for (String name : NAMES) {
            Path path = root.resolve(name);
            if (Files.isSymbolicLink(path)) {
                String target = Files.readSymbolicLink(path).toString();
                links.put(name, target.startsWith("/") ? target.substring(1) : target);
            } else if (Files.isDirectory(path)) {
                directories.add(name);
            }
        }
        return new HostDirectories(directories, links);
    }
}
