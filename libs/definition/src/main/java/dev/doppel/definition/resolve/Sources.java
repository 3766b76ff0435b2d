package dev.doppel.definition.resolve;

import dev.doppel.definition.files.FileEntry;
import dev.doppel.definition.files.FileTree;
import dev.doppel.definition.files.Project;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.problem.Problem;
import dev.doppel.definition.problem.Problems;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.TreeReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parsed files of a project, each read once. Confined to one thread. */
public final class Sources {
    private final Project project;
    /** Nodes of all files together; a project of real definitions has a few thousand. */
    private static final long MAX_PARSED = 2_000_000;

    private final Map<String, Parsed> parsed = new HashMap<>();
    private final Map<String, FileEntry> attached = new HashMap<>();
    private final Map<String, TwinFiles.Loaded> twins = new HashMap<>();
    private final Budget budget = new Budget();
    private long nodesLeft = MAX_PARSED;

    public Sources(Project project) {
        this.project = project;
    }

    private record Parsed(Optional<Node> root, List<Problem> problems) {}

    Project project() {
        return project;
    }

    Budget budget() {
        return budget;
    }

    /**
     * The snapshot of a file, taken once however many definitions bring it along.
     *
     * @throws IOException when it cannot be read or is larger than the limit
     */
    FileEntry attach(String path, long limit) throws IOException {
        FileEntry known = attached.get(path);
        if (known != null) {
            return known;
        }
        boolean executable =
                project.files().look(path) instanceof FileTree.Lookup.RegularFile file && file.executable();
        FileEntry entry = FileEntry.of(path, project.files().read(path, limit), executable);
        attached.put(path, entry);
        return entry;
    }

    /** A twin's configuration, loaded once. */
    TwinFiles.Loaded twin(String config, Map<String, String> env) {
        return twins.computeIfAbsent(config + "\n" + env, key -> TwinFiles.load(project.files(), config, env));
    }

    /** The document of an existing file; its problems are added for everyone who asks. */
    public Optional<Node> parse(String path, Problems problems) {
        Parsed found = parsed.get(path);
        if (found == null) {
            found = read(path);
            parsed.put(path, found);
        }
        problems.addAll(found.problems());
        return found.root();
    }

    private Parsed read(String path) {
        Problems problems = new Problems();
        Optional<Node> root = Optional.empty();
        if (project.files().look(path) instanceof FileTree.Lookup.RegularFile file
                && file.size() > TreeReader.MAX_BYTES) {
            TreeReader.refuseSize(path, file.size(), problems);
            return new Parsed(root, problems.list());
        }
        if (nodesLeft <= 0) {
            problems.error(
                    "too-large",
                    new SourceRef(path, 0, 0),
                    "",
                    "the project's files have more than " + MAX_PARSED + " nodes together; this one is not read",
                    "name a smaller target");
            return new Parsed(root, problems.list());
        }
        try {
            root = TreeReader.read(path, project.files().read(path, TreeReader.MAX_BYTES), problems);
        } catch (IOException unreadable) {
            problems.error(
                    "unreadable",
                    new SourceRef(path, 0, 0),
                    "",
                    "the file cannot be read: " + unreadable.getMessage(),
                    "");
        }
        root.ifPresent(node -> nodesLeft -= Node.size(node, nodesLeft));
        return new Parsed(root, problems.list());
    }
}
