package dev.doppel.definition.resolve;

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
    private final Map<String, Parsed> parsed = new HashMap<>();

    public Sources(Project project) {
        this.project = project;
    }

    private record Parsed(Optional<Node> root, List<Problem> problems) {}

    Project project() {
        return project;
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
        return new Parsed(root, problems.list());
    }
}
