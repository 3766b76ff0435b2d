package dev.doppel.definition.read;

import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.problem.Problems;
import dev.doppel.definition.tree.Annotations;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;

/** What all readers of one definition share. Confined to one thread. */
final class Context {
    private final Problems problems;
    private final Capabilities capabilities;
    private final Annotations notes;
    private TwinNames twins = TwinNames.NONE;

    Context(Problems problems, Capabilities capabilities, Annotations notes) {
        this.problems = problems;
        this.capabilities = capabilities;
        this.notes = notes;
    }

    /** Known once the items are read. */
    TwinNames twins() {
        return twins;
    }

    void twins(TwinNames known) {
        twins = known;
    }

    Annotations notes() {
        return notes;
    }

    boolean hasErrors() {
        return problems.hasErrors();
    }

    SourceRef place(MapNode map) {
        notes.keepPlace(map);
        return map.at();
    }

    void error(String code, SourceRef at, String path, String message, String advice) {
        problems.error(code, at, path, message, advice);
    }

    void error(String code, Node node, String path, String message, String advice) {
        problems.error(code, node.at(), path, message, advice);
    }

    void warning(String code, SourceRef at, String path, String message, String advice) {
        problems.warning(code, at, path, message, advice);
    }

    void warning(String code, Node node, String path, String message, String advice) {
        problems.warning(code, node.at(), path, message, advice);
    }

    /** Reports a construct that the platform cannot run. */
    void require(Capabilities.Construct construct, SourceRef at, String path) {
        if (!capabilities.runnable().contains(construct)) {
            problems.error(
                    "not-yet",
                    at,
                    path,
                    "this release does not run " + construct.text() + " yet",
                    "remove it, or use a release that lists it");
        }
    }
}
