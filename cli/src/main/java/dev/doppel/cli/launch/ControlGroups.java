package dev.doppel.cli.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Control groups of items that name limits: the kernel does not remove them with their processes. Process 1 of the platform does when it
 * ends in any order; this is for when it was killed itself.
 */
final class ControlGroups {
    private ControlGroups() {}

    /** Number of the PID namespace in which a process's children are; empty while they are in its own, or it is gone. */
    static String namespaceOfChildren(long pid) {
        try {
            Path of = Path.of("/proc/" + pid + "/ns");
            String children =
                    Files.readSymbolicLink(of.resolve("pid_for_children")).toString();
            return children.equals(Files.readSymbolicLink(of.resolve("pid")).toString())
                    ? ""
                    : children.replaceAll("\\D", "");
        } catch (IOException e) {
            return "";
        }
    }

    /** Removes the empty groups of a platform that has ended. */
    static void remove(String pidNamespace) {
        if (pidNamespace.isEmpty()) {
            return;
        }
        try {
            for (String mount : Files.readAllLines(Path.of("/proc/self/mounts"))) {
                String[] words = mount.split(" ");
                if (words.length > 2 && words[2].startsWith("cgroup")) {
                    removeBelow(Path.of(words[1]).resolve("doppel-" + pidNamespace));
                }
            }
        } catch (IOException e) {
            // the next start of a platform looks again
        }
    }

    private static void removeBelow(Path platform) throws IOException {
        if (!Files.isDirectory(platform)) {
            return;
        }
        List<Path> groups = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(platform)) {
            all.forEach(one -> {
                if (Files.isDirectory(one)) {
                    groups.add(one);
                }
            });
        }
        groups.add(platform);
        groups.forEach(group -> group.toFile().delete());
    }
}
