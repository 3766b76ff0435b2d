package dev.doppel.twin.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All routes of a twin behind a path trie, so that cost does not grow with their number. Immutable. */
public final class Router {
    private static final int MAX_NEAR_SCAN = 5_000;

    /** A match: the route, its path parameters in order of appearance. */
    public record Hit(Route route, Map<String, String> params) {}

    /** A route that nearly matched. */
    public record NearMiss(Route route, int score, int maxScore, List<FieldMatch> fields, String reason) {
        public int percentage() {
            return maxScore == 0 ? 0 : score * 100 / maxScore;
        }

        public Map<String, Object> asMap() {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("mockId", route.id());
            out.put("mockName", route.name());
            out.put("score", score);
            out.put("maxPossibleScore", maxScore);
            out.put("matchPercentage", percentage());
            out.put("fields", fields.stream().map(FieldMatch::asMap).toList());
            out.put("reason", reason);
            return out;
        }
    }

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();
        final List<Map.Entry<PathTemplate.Segment, Node>> patterns = new ArrayList<>();

        @Nullable
        Node param;

        final List<Route> ends = new ArrayList<>();
    }

    private final Node root = new Node();
    private final List<Route> loose = new ArrayList<>();
    private final List<Route> all;

    public Router(List<Route> routes) {
        this.all = List.copyOf(routes);
        for (Route route : routes) {
            PathTemplate path = route.path();
            if (path == null || path.wildcard() != null) {
                loose.add(route);
            } else {
                add(path, route);
            }
        }
    }

    private void add(PathTemplate path, Route route) {
        Node node = root;
        for (PathTemplate.Segment segment : path.segments()) {
            if (segment.literal()) {
                node = node.literals.computeIfAbsent(segment.text(), k -> new Node());
            } else if (segment.plain()) {
                Node next = node.param;
                if (next == null) {
                    next = new Node();
                    node.param = next;
                }
                node = next;
            } else {
                Node next = node.patterns.stream()
                        .filter(e -> e.getKey().text().equals(segment.text()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
                if (next == null) {
                    next = new Node();
                    node.patterns.add(Map.entry(segment, next));
                }
                node = next;
            }
        }
        node.ends.add(route);
    }

    /** The best route for a request, or null. */
    public @Nullable Hit select(RequestView view, String method) {
        Hit best = null;
        int bestScore = 0;
        for (Route route : candidates(view)) {
            Map<String, String> captures = new LinkedHashMap<>();
            int score = 0;
            boolean matched = true;
            for (FieldMatch field : route.check(view, method, captures)) {
                matched &= field.matched();
                score += field.score();
            }
            if (matched
                    && (best == null
                            || score > bestScore
                            || score == bestScore && ORDER.compare(route, best.route()) < 0)) {
                best = new Hit(route, captures);
                bestScore = score;
            }
        }
        return best;
    }

    private static final Comparator<Route> ORDER = Comparator.comparingInt((Route r) -> -r.priority())
            .thenComparingInt(r -> r.path() == null ? 0 : -r.path().literals())
            .thenComparing(r -> r.path() == null ? "9" : r.path().rank())
            .thenComparingInt(Route::index);

    private List<Route> candidates(RequestView view) {
        List<Route> out = new ArrayList<>(loose);
        collect(root, view.segments(), 0, out);
        return out;
    }

    private static void collect(Node node, List<String> segments, int at, List<Route> out) {
        if (at == segments.size()) {
            out.addAll(node.ends);
            return;
        }
        String segment = segments.get(at);
        Node literal = node.literals.get(segment);
        if (literal != null) {
            collect(literal, segments, at + 1, out);
        }
        for (var e : node.patterns) {
            if (e.getKey().match(segment, new HashMap<>())) {
                collect(e.getValue(), segments, at + 1, out);
            }
        }
        if (node.param != null && !segment.isEmpty()) {
            collect(node.param, segments, at + 1, out);
        }
    }

    /** Methods that the path has. */
    public List<String> allowed(RequestView view) {
        TreeSet<String> out = new TreeSet<>();
        for (Route route : candidates(view)) {
            if (route.path() != null
                    && route.method() != null
                    && route.check(view, route.method(), new HashMap<>()).stream()
                            .allMatch(f -> f.matched() || !f.field().equals("path"))) {
                out.add(route.method().toUpperCase(java.util.Locale.ROOT));
            }
        }
        return List.copyOf(out);
    }

    /** Up to three routes that came nearest, those with the same path first. */
    public List<NearMiss> nearMisses(RequestView view, String method) {
        List<NearMiss> out = new ArrayList<>();
        for (Route route : all.size() > MAX_NEAR_SCAN ? all.subList(0, MAX_NEAR_SCAN) : all) {
            List<FieldMatch> fields = route.check(view, method, new HashMap<>());
            int score = fields.stream().mapToInt(FieldMatch::score).sum();
            if (score > 0) {
                out.add(new NearMiss(
                        route,
                        score,
                        fields.stream().mapToInt(FieldMatch::maxScore).sum(),
                        fields,
                        reason(fields)));
            }
        }
        out.sort(Comparator.comparing((NearMiss n) -> !pathMatched(n))
                .thenComparingInt(n -> -n.score())
                .thenComparingInt(n -> -n.percentage())
                .thenComparingInt(n -> n.route().index()));
        return out.size() > 3 ? List.copyOf(out.subList(0, 3)) : out;
    }

    private static boolean pathMatched(NearMiss miss) {
        return miss.fields().stream().anyMatch(f -> f.matched() && f.field().startsWith("path"));
    }

    private static String reason(List<FieldMatch> fields) {
        String matched = String.join(
                ", ",
                fields.stream()
                        .filter(FieldMatch::matched)
                        .map(FieldMatch::field)
                        .distinct()
                        .toList());
        FieldMatch first = fields.stream().filter(f -> !f.matched()).findFirst().orElse(null);
        if (first == null) {
            return matched + " matched";
        }
        return matched + " matched, but " + first.field() + " expected \"" + first.expected() + "\", got \""
                + first.actual() + "\"";
    }
}
