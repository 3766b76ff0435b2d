package dev.doppel.definition.resolve;

import dev.doppel.definition.files.FileTree;
import dev.doppel.definition.files.Paths;
import dev.doppel.definition.files.Project;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.problem.Problems;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds and reads what {@code $ref} names (spec 1.6 rules 1, 2, 3, 4, 7). */
final class References {
    static final String REF = "$ref";
    private static final int MAX_DEPTH = 10;

    private final Sources sources;
    private final Problems problems;
    private final Set<String> consumed;
    private final List<String> open = new ArrayList<>();

    References(Sources sources, Problems problems, Set<String> consumed) {
        this.sources = sources;
        this.problems = problems;
        this.consumed = consumed;
    }

    Problems problems() {
        return problems;
    }

    /** Whether so many more elements may be copied; false, with an error, when the selection has copied too much. */
    boolean mayCopy(long elements, SourceRef at, String path) {
        if (sources.budget().copy(elements)) {
            return true;
        }
        problems.error(
                "too-large",
                at,
                path,
                "references of this selection copy more than " + Budget.MAX_COPIED + " elements",
                "use smaller fragments or fewer references");
        return false;
    }

    /** A named file and its document. */
    record Target(String path, MapNode document) {}

    /** The written reference texts of a map; a value of another type is an error. */
    List<ScalarNode> texts(MapNode map, String path, boolean several) {
        Node ref = map.get(REF);
        List<ScalarNode> texts = new ArrayList<>();
        if (ref instanceof ListNode list && several) {
            list.items().forEach(item -> text(item, path, several, texts));
        } else if (ref != null) {
            text(ref, path, several, texts);
        }
        return texts;
    }

    private void text(Node node, String path, boolean several, List<ScalarNode> texts) {
        if (node instanceof ScalarNode scalar
                && scalar.isText()
                && !scalar.source().isEmpty()) {
            texts.add(scalar);
        } else {
            problems.error(
                    "ref",
                    node.at(),
                    path,
                    "$ref holds " + (node instanceof ScalarNode s && s.isText() ? "empty text" : node.kind()),
                    several ? "a relative path, or a list of such" : "a relative path");
        }
    }

    /** The document a reference names; problems are reported at the reference. */
    Optional<Target> target(ScalarNode ref, String path) {
        Optional<String> file = locate(ref, path);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Optional<Node> root = sources.parse(file.get(), problems);
        if (root.isEmpty()) {
            problems.error(
                    "ref",
                    ref.at(),
                    path,
                    "the referenced file " + file.get() + " cannot be read",
                    "correct that file");
            return Optional.empty();
        }
        if (!(root.get() instanceof MapNode map)) {
            problems.error(
                    "ref",
                    ref.at(),
                    path,
                    "the referenced file " + file.get() + " holds " + root.get().kind(),
                    "it must hold a map");
            return Optional.empty();
        }
        consumed.add(file.get());
        return Optional.of(new Target(file.get(), map));
    }

    /** Notes that a file is being expanded until {@link #leave}; false, with an error, when that would be a cycle or too deep. */
    boolean enter(String file, SourceRef at, String path) {
        if (open.contains(file)) {
            List<String> chain = new ArrayList<>(open.subList(open.indexOf(file), open.size()));
            chain.add(file);
            problems.error(
                    "ref-cycle",
                    at,
                    path,
                    "references go in a circle: " + String.join(" -> ", chain),
                    "break it at one of these files");
            return false;
        }
        if (!withinDepth(1, at, path)) {
            return false;
        }
        open.add(file);
        return true;
    }

    /** Checks the depth limit for so many more nested references. */
    boolean withinDepth(int height, SourceRef at, String path) {
        if (open.size() + height <= MAX_DEPTH) {
            return true;
        }
        problems.error(
                "ref-depth",
                at,
                path,
                "more than " + MAX_DEPTH + " nested references",
                "flatten the chain: " + String.join(" -> ", open));
        return false;
    }

    void leave() {
        open.removeLast();
    }

    private Optional<String> locate(ScalarNode ref, String path) {
        Project project = sources.project();
        FileTree files = project.files();
        String written = ref.source();
        String directory = Paths.parent(ref.at().file());
        Optional<String> wanted = Paths.resolve(directory, written);
        if (wanted.isEmpty() || files.look(wanted.get()) instanceof FileTree.Lookup.Outside) {
            problems.error(
                    "ref-outside",
                    ref.at(),
                    path,
                    "'" + written + "' is absolute or leaves the project",
                    "use a path relative to this file, inside the project");
            return Optional.empty();
        }
        if (files.isFile(wanted.get())) {
            return wanted;
        }
        Optional<String> other = fallback(project, directory, written);
        other.ifPresent(found -> problems.warning(
                "ref-fallback",
                ref.at(),
                path,
                "'" + written + "' does not exist; resolved by fallback to " + found,
                "write the path relative to this file"));
        if (other.isEmpty()) {
            problems.error(
                    "ref-missing",
                    ref.at(),
                    path,
                    "'" + written + "' does not exist: there is no file " + wanted.get(),
                    "correct the path");
        }
        return other;
    }

    private static Optional<String> fallback(Project project, String directory, String written) {
        String remainder = written;
        while (remainder.startsWith("../") || remainder.startsWith("./")) {
            remainder = remainder.substring(remainder.indexOf('/') + 1);
        }
        if (!Paths.inside(project.home(), directory)) {
            return Optional.empty();
        }
        for (String at = directory; ; at = Paths.parent(at)) {
            Optional<String> candidate = Paths.resolve(at, remainder);
            if (candidate.isPresent() && project.files().isFile(candidate.get())) {
                return candidate;
            }
            if (at.equals(project.home()) || at.isEmpty()) {
                return Optional.empty();
            }
        }
    }
}
