package dev.doppel.matching.mock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Path patterns as a tree of segments (spec 4.3). Looking a path up visits the nodes that match it and no others, whatever the
 * number of patterns. Filled once, then only read.
 */
final class PathTrie {
    private static final int MAX_SEGMENTS = 1000;

    private final List<Leaf> leaves = new ArrayList<>();
    private final Leaf any = leaf();
    private final Node root = new Node();
    private boolean deep;

    /** What matches up to here. */
    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final PrefixTable<Map<Glob, Node>> stars = new PrefixTable<>();
        private final PrefixTable<Map<Glob, Leaf>> tails = new PrefixTable<>();
        private @Nullable Node variable;
        private @Nullable Node deep;
        private @Nullable Leaf leaf;
        private boolean skipsSegments;
    }

    /** One look-up; only {@code **} can lead to a node or leaf twice, so only then it is remembered. */
    private record Walk(
            String path,
            int[] starts,
            int count,
            Consumer<Leaf> found,
            @Nullable Set<Visit> seen,
            @Nullable Set<Leaf> given) {
        int end(int segment) {
            return segment + 1 < count ? starts[segment + 1] - 1 : path.length();
        }
    }

    private record Visit(Node node, int segment) {}

    void add(Compiled rule) {
        PathPattern pattern = rule.path();
        if (pattern.kind() == PathPattern.Kind.ANY) {
            any.add(rule);
            return;
        }
        Node node = root;
        for (PathPattern.Segment segment : pattern.segments()) {
            node = child(node, segment);
        }
        Glob tail = pattern.tail();
        if (tail != null) {
            node.tails
                    .at(tail.prefix(), LinkedHashMap::new)
                    .computeIfAbsent(tail, t -> leaf())
                    .add(rule);
            return;
        }
        if (node.leaf == null) {
            node.leaf = leaf();
        }
        node.leaf.add(rule);
    }

    /** Prepares for reading. */
    void freeze() {
        leaves.forEach(Leaf::freeze);
    }

    private Leaf leaf() {
        Leaf leaf = new Leaf();
        leaves.add(leaf);
        return leaf;
    }

    /** Gives the leaf of every pattern that matches a path in normal form. */
    void lookUp(String path, Consumer<Leaf> found) {
        found.accept(any);
        if (!path.startsWith("/")) {
            return;
        }
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i >= 0; i = path.indexOf('/', i + 1)) {
            starts.add(i + 1);
            if (starts.size() > MAX_SEGMENTS) {
                break;
            }
        }
        int[] places = starts.stream().mapToInt(Integer::intValue).toArray();
        Set<Visit> seen = deep ? new HashSet<>() : null;
        visit(new Walk(path, places, places.length, found, seen, deep ? new HashSet<>() : null), root, 0);
    }

    private Node child(Node node, PathPattern.Segment segment) {
        return switch (segment) {
            case PathPattern.Segment.Literal(String text) -> node.literals.computeIfAbsent(text, t -> new Node());
            case PathPattern.Segment.Stars(Glob glob) ->
                node.stars.at(glob.prefix(), LinkedHashMap::new).computeIfAbsent(glob, g -> new Node());
            case PathPattern.Segment.Variable v -> {
                Node next = node.variable == null ? new Node() : node.variable;
                node.variable = next;
                yield next;
            }
            case PathPattern.Segment.Deep d -> {
                deep = true;
                Node next = node.deep == null ? new Node() : node.deep;
                next.skipsSegments = true;
                node.deep = next;
                yield next;
            }
        };
    }

    private void visit(Walk walk, Node node, int segment) {
        if (walk.seen() != null && !walk.seen().add(new Visit(node, segment))) {
            return;
        }
        if (node.deep != null) {
            visit(walk, node.deep, segment);
        }
        if (segment == walk.count()) {
            give(walk, node.leaf);
            return;
        }
        if (node.skipsSegments) {
            visit(walk, node, segment + 1);
        }
        int start = walk.starts()[segment];
        int end = walk.end(segment);
        Node literal = node.literals.get(walk.path().substring(start, end));
        if (literal != null) {
            visit(walk, literal, segment + 1);
        }
        if (node.variable != null && end > start) {
            visit(walk, node.variable, segment + 1);
        }
        node.stars.lookUp(
                walk.path(),
                start,
                candidates -> candidates.forEach((glob, next) -> {
                    if (glob.matches(walk.path(), start, end)) {
                        visit(walk, next, segment + 1);
                    }
                }));
        node.tails.lookUp(
                walk.path(),
                start,
                candidates -> candidates.forEach((glob, leaf) -> {
                    if (glob.matches(walk.path(), start, walk.path().length())) {
                        give(walk, leaf);
                    }
                }));
    }

    /** Gives a leaf once. */
    private static void give(Walk walk, @Nullable Leaf leaf) {
        if (leaf != null && (walk.given() == null || walk.given().add(leaf))) {
            walk.found().accept(leaf);
        }
    }
}
