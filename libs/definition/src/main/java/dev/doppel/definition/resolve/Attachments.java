package dev.doppel.definition.resolve;

import dev.doppel.definition.files.FileEntry;
import dev.doppel.definition.files.FileTree;
import dev.doppel.definition.files.Paths;
import dev.doppel.definition.files.Project;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.problem.Problem;
import dev.doppel.definition.problem.Problems;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Init files, mounted files and twin configurations (spec 1.8): finds them relative to the file in which they were written,
 * takes their snapshot, and writes their path relative to the project root into the document.
 */
final class Attachments {
    private static final long MAX_FILE = 10L * 1024 * 1024;
    private static final long MAX_TOTAL = 100L * 1024 * 1024;
    private static final int MAX_FILES = 5_000;
    private static final int MAX_DEPTH = 40;

    private final Sources sources;
    private final Project project;
    private final Problems problems;
    private final Map<String, FileEntry> entries = new LinkedHashMap<>();
    private final Map<String, Set<String>> twinTables = new HashMap<>();
    private long total;
    private boolean full;

    Attachments(Sources sources, Problems problems) {
        this.sources = sources;
        this.project = sources.project();
        this.problems = problems;
    }

    /** What was read, each path once. */
    Collection<FileEntry> entries() {
        return entries.values();
    }

    /**
     * The items with found paths.
     *
     * @param origins file of each item's last fragment, else of the definition
     */
    Node items(Node items, List<String> origins, String definitionFile) {
        if (!(items instanceof ListNode list)) {
            return items;
        }
        List<Node> result = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            Node item = list.items().get(i);
            String origin = i < origins.size() ? origins.get(i) : definitionFile;
            result.add(item instanceof MapNode map ? item(map, "items[" + i + "]", origin, definitionFile) : item);
        }
        return new ListNode(list.at(), result);
    }

    private MapNode item(MapNode item, String path, String origin, String definitionFile) {
        String type = item.get("type") instanceof ScalarNode scalar ? scalar.source() : "";
        Set<String> around = new LinkedHashSet<>(List.of(Paths.parent(origin), Paths.parent(definitionFile)));
        MapNode result = item;
        switch (type) {
            case "DATABASE" -> {
                if (result.get("initFilePath") instanceof ScalarNode scalar) {
                    result = result.with("initFilePath", initFile(scalar, path + ".initFilePath", around));
                }
                if (result.get("initFilePaths") instanceof ListNode list) {
                    List<Node> files = new ArrayList<>();
                    for (int i = 0; i < list.items().size(); i++) {
                        Node file = list.items().get(i);
                        String place = path + ".initFilePaths[" + i + "]";
                        files.add(file instanceof ScalarNode scalar ? initFile(scalar, place, around) : file);
                    }
                    result = result.with("initFilePaths", new ListNode(list.at(), files));
                }
            }
            case "SERVICE", "WORKER" -> {
                if (result.get("mountFiles") instanceof ListNode list) {
                    List<Node> mounts = new ArrayList<>();
                    for (int i = 0; i < list.items().size(); i++) {
                        Node mount = list.items().get(i);
                        String place = path + ".mountFiles[" + i + "].source";
                        mounts.add(
                                mount instanceof MapNode map && map.get("source") instanceof ScalarNode source
                                        ? map.with("source", mounted(source, place, around))
                                        : mount);
                    }
                    result = result.with("mountFiles", new ListNode(list.at(), mounts));
                }
            }
            case "TWIN" -> {
                if (result.get("config") instanceof ScalarNode scalar) {
                    result = twin(result, scalar, path + ".config", around);
                }
            }
            default -> {}
        }
        return result;
    }

    private ScalarNode initFile(ScalarNode written, String path, Set<String> around) {
        String found = locate(written, path, around, project.home(), "the " + homeName() + " directory");
        if (found == null) {
            return written;
        }
        if (!project.files().isFile(found)) {
            problems.error("init-file", written.at(), path, "'" + found + "' is a directory", "name a file");
            return written;
        }
        add(found, written.at(), path);
        return placed(written, found);
    }

    private ScalarNode mounted(ScalarNode written, String path, Set<String> around) {
        String found = locate(written, path, around, "", "the project");
        if (found == null) {
            return written;
        }
        if (project.files().isFile(found)) {
            add(found, written.at(), path);
        } else {
            addDirectory(found, written.at(), path, 0);
        }
        return placed(written, found);
    }

    /** A twin with the path of its configuration, and of every file that belongs to it under {@code x-files}. */
    private MapNode twin(MapNode item, ScalarNode written, String path, Set<String> around) {
        String found = locate(written, path, around, "", "the project");
        if (found == null) {
            return item;
        }
        if (!project.files().isFile(found)) {
            problems.error("file-missing", written.at(), path, "'" + found + "' is a directory", "name a mockd.yaml");
            return item;
        }
        TwinFiles.Loaded loaded = sources.twin(found, env(item.get("env")));
        problems.addAll(loaded.problems());
        loaded.files().forEach(file -> add(file, written.at(), path));
        if (loaded.problems().stream().noneMatch(Problem::isError)) {
            twinTables.put(found, loaded.tables());
        }
        List<Node> files = new ArrayList<>();
        loaded.files().forEach(file -> files.add(ScalarNode.text(written.at(), file)));
        return item.with("config", placed(written, found)).with("x-files", new ListNode(written.at(), files));
    }

    /** As far as it can be read here; what is wrong in it is reported where items are read. */
    private static Map<String, String> env(@Nullable Node written) {
        Map<String, String> env = new TreeMap<>();
        if (written instanceof MapNode map) {
            map.fields().forEach((name, field) -> {
                if (field.value() instanceof ScalarNode value) {
                    env.put(name, value.source());
                }
            });
        } else if (written instanceof ListNode list) {
            for (Node entry : list.items()) {
                if (entry instanceof MapNode map
                        && map.get("name") instanceof ScalarNode name
                        && map.get("value") instanceof ScalarNode value) {
                    env.put(name.source(), value.source());
                }
            }
        }
        return env;
    }

    /** Names of tables by the path of the configuration; without those that cannot be loaded. */
    Map<String, Set<String>> twinTables() {
        return twinTables;
    }

    private static ScalarNode placed(ScalarNode written, String found) {
        return ScalarNode.text(written.at(), found);
    }

    private String homeName() {
        return project.home().isEmpty() ? "definitions'" : project.home();
    }

    /** Where the file is, or null with an error. */
    private @Nullable String locate(
            ScalarNode written, String path, Set<String> around, String boundary, String boundaryName) {
        if (!written.isText() || written.source().isEmpty()) {
            return null;
        }
        Set<String> directories = new LinkedHashSet<>();
        directories.add(Paths.parent(written.at().file()));
        directories.addAll(around);
        boolean outside = false;
        String first = null;
        for (String directory : directories) {
            String candidate = Paths.resolve(directory, written.source()).orElse(null);
            if (candidate == null || !Paths.inside(boundary, candidate)) {
                outside |= first == null;
                first = first == null ? written.source() : first;
                continue;
            }
            first = first == null ? candidate : first;
            switch (project.files().look(candidate)) {
                case FileTree.Lookup.RegularFile file -> {
                    return candidate;
                }
                case FileTree.Lookup.Directory directoryFound -> {
                    return candidate;
                }
                case FileTree.Lookup.Outside link -> outside = true;
                case FileTree.Lookup.Absent absent -> {}
            }
        }
        if (outside) {
            problems.error(
                    "file-outside",
                    written.at(),
                    path,
                    "'" + written.source() + "' lies outside " + boundaryName,
                    "put the file inside " + boundaryName + " and name it by a relative path");
        } else {
            problems.error(
                    "file-missing",
                    written.at(),
                    path,
                    "'" + written.source() + "' does not exist: there is no " + first,
                    "correct the path; it is relative to the file it is written in");
        }
        return null;
    }

    private void addDirectory(String directory, SourceRef at, String path, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        for (String name : project.files().list(directory)) {
            if (full) {
                return;
            }
            String child = Paths.join(directory, name);
            switch (project.files().look(child)) {
                case FileTree.Lookup.RegularFile file -> add(child, at, path);
                case FileTree.Lookup.Directory(boolean linked) -> {
                    if (!linked) {
                        addDirectory(child, at, path, depth + 1);
                    }
                }
                case FileTree.Lookup.Absent absent -> {}
                case FileTree.Lookup.Outside outside ->
                    problems.error(
                            "file-outside",
                            at,
                            path,
                            "'" + child + "' is a link that leaves the project",
                            "replace it by the file itself");
            }
        }
    }

    private void add(String file, SourceRef at, String path) {
        if (full || entries.containsKey(file)) {
            return;
        }
        long size = project.files().look(file) instanceof FileTree.Lookup.RegularFile found ? found.size() : 0;
        if (size > MAX_FILE) {
            problems.error(
                    "file-too-large",
                    at,
                    path,
                    "'" + file + "' has " + size + " bytes",
                    "at most " + MAX_FILE + " bytes (10 MB) per file");
            return;
        }
        total += size;
        if (total > MAX_TOTAL || entries.size() >= MAX_FILES) {
            full = true;
            problems.error(
                    "files-too-large",
                    at,
                    path,
                    "the files of this definition are too many",
                    "at most " + MAX_FILES + " files of " + MAX_TOTAL + " bytes together");
            return;
        }
        try {
            entries.put(file, sources.attach(file, MAX_FILE));
        } catch (IOException unreadable) {
            problems.error("unreadable", at, path, "'" + file + "' cannot be read: " + unreadable.getMessage(), "");
        }
    }
}
