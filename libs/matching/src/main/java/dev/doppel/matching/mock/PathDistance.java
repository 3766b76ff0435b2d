package dev.doppel.matching.mock;

import java.util.ArrayList;
import java.util.List;

/** How far a path is from a pattern, for ranking near misses. Pure. */
final class PathDistance {
    private static final int MISMATCH = 3;
    private static final int SEGMENT = 2;

    private PathDistance() {}

    /** 0 when the pattern matches; otherwise grows with the segments that differ, letter case not counted. */
    static int between(Compiled rule, String path) {
        PathPattern pattern = rule.path();
        if (pattern.kind() == PathPattern.Kind.ANY) {
            return 0;
        }
        boolean simple = pattern.tail() == null
                && pattern.segments().stream()
                        .allMatch(s ->
                                s instanceof PathPattern.Segment.Literal || s instanceof PathPattern.Segment.Variable);
        if (!simple && matches(rule, path)) {
            return 0;
        }
        String[] have = path.substring(path.startsWith("/") ? 1 : 0).split("/", -1);
        List<PathPattern.Segment> want = pattern.segments();
        int wanted = want.size() + (pattern.tail() == null ? 0 : 1);
        int same = 0;
        int different = Math.abs(have.length - wanted);
        for (int i = 0; i < Math.min(have.length, want.size()); i++) {
            boolean literal = want.get(i) instanceof PathPattern.Segment.Literal;
            String text = want.get(i) instanceof PathPattern.Segment.Literal(String words) ? words : "";
            if (literal ? text.equals(have[i]) : !have[i].isEmpty()) {
                same++;
            } else if (!text.equalsIgnoreCase(have[i])) {
                different += SEGMENT;
            }
        }
        return simple && same == wanted && have.length == wanted ? 0 : MISMATCH + different;
    }

    private static boolean matches(Compiled rule, String path) {
        PathTrie trie = new PathTrie();
        trie.add(rule);
        List<Bucket> found = new ArrayList<>();
        trie.lookUp(path, leaf -> leaf.collect(rule.method(), rule.origin(), found));
        return !found.isEmpty();
    }
}
