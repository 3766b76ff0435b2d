package dev.doppel.cli.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a build command left in a project, so that it is run again when somebody cleaned up though no input changed. Nobody declares outputs:
 * they are what was written while it ran, the outermost first.
 */
final class BuildOutputs {
    private static final int MOST_KEPT = 100;
    private static final int MOST_VISITED = 10_000;

    private BuildOutputs() {}

    /** Files and directories written since then, relative to the root; at most {@value #MOST_KEPT}. */
    static List<String> writtenSince(Path root, Instant start) throws IOException {
        Instant since = start.minusSeconds(1);
        List<String> outputs = new ArrayList<>();
        ArrayDeque<Path> waiting = new ArrayDeque<>(List.of(root));
        int visited = 0;
        while (!waiting.isEmpty() && outputs.size() < MOST_KEPT && visited < MOST_VISITED) {
            try (Stream<Path> children = Files.list(waiting.remove())) {
                for (Path child : (Iterable<Path>) children.sorted()::iterator) {
                    visited++;
                    BasicFileAttributes found =
                            Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (child.endsWith(".git")) {
                        continue;
                    }
                    if (found.isDirectory()) {
                        waiting.add(child);
                    }
                    if (outputs.size() < MOST_KEPT
                            && !found.lastModifiedTime().toInstant().isBefore(since)) {
                        outputs.add(root.relativize(child).toString());
                    }
                }
            }
        }
        return outputs;
    }

    /** Whether all of them are there still. */
    static boolean allThere(Path root, List<String> outputs) {
        return outputs.stream().allMatch(output -> Files.exists(root.resolve(output), LinkOption.NOFOLLOW_LINKS));
    }
}
