package dev.doppel.matching.path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rewrites first segments by context and tries the fallbacks of spec 7.3 in order. */
final class PathRewriting {
    private static final Set<String> LEGACY_ROOT = Set.of(
            "request",
            "response",
            "responseTime",
            "variables",
            "traffic",
            "consoleLogs",
            "dbLogs",
            "messageLogs",
            "timeline");
    private static final Set<String> ENTRY = Set.of("request", "response", "responseTime");
    private static final Set<String> ENTRY_LEGACY =
            Set.of("request", "response", "responseTime", "origin", "timestamp");
    private static final Segment RESPONSE = new Segment.Name("response", false);
    private static final Segment RESPONSE_TIME = new Segment.Name("responseTime", false);
    private static final Segment BODY = new Segment.Name("body", false);
    private static final Segment STATUS = new Segment.Name("status", false);
    private static final Segment TO = new Segment.Name("to", false);

    /** One reading of a path. */
    private record Reading(boolean entry, List<Segment> segments) {}

    private PathRewriting() {}

    static PathResult evaluate(Path path, PathScope scope) {
        List<Reading> readings = switch (path.generation()) {
            case NEW -> readNew(path.segments(), scope);
            case LEGACY -> readLegacy(path.segments(), scope);
            case ELEMENT ->
                throw new IllegalArgumentException(
                        "\"" + path.text() + "\" is a path of a where clause, which has no scope");
        };
        PathResult.@Nullable Missing first = null;
        for (Reading reading : readings) {
            PathResult result = walk(path, reading, scope);
            switch (result) {
                case PathResult.Found found -> {
                    return path.generation() == Generation.LEGACY ? emptyBody(found, reading.segments()) : found;
                }
                case PathResult.Missing missing -> first = closer(first, missing);
            }
        }
        PathResult.Missing missing = first == null
                ? new PathResult.Missing(path.text(), "$", List.of(), "\"" + path.text() + "\" is missing")
                : first;
        return explain(path, scope, missing);
    }

    private static PathResult walk(Path path, Reading reading, PathScope scope) {
        if (reading.entry() && scope instanceof PathScope.OldMatch(JsonNode root, JsonNode entry)) {
            return PathWalker.walk(path.text(), "entry", reading.segments(), entry);
        }
        return PathWalker.walk(path.text(), "$", reading.segments(), scope.root());
    }

    private static List<Reading> readNew(List<Segment> segments, PathScope scope) {
        List<Reading> readings = new ArrayList<>();
        String first = first(segments);
        boolean old = scope instanceof PathScope.OldMatch;
        readings.add(new Reading(old && ENTRY.contains(first), segments));
        if (!scope.root().has(first)) {
            flat(readings, first, segments, old);
        }
        duration(readings, segments, old);
        return readings;
    }

    private static List<Reading> readLegacy(List<Segment> segments, PathScope scope) {
        List<Reading> readings = new ArrayList<>();
        String first = first(segments);
        boolean old = scope instanceof PathScope.OldMatch;
        if (old && ENTRY_LEGACY.contains(first)) {
            readings.add(new Reading(true, segments));
        } else if (old && first.equals("target")) {
            readings.add(new Reading(true, replaceFirst(segments, TO)));
        } else if (LEGACY_ROOT.contains(first)) {
            readings.add(new Reading(false, segments));
        } else if (!flat(readings, first, segments, old)) {
            if (old) {
                readings.add(new Reading(true, segments));
            }
            readings.add(new Reading(old, prepend(segments, RESPONSE)));
            readings.add(new Reading(old, prepend(segments, RESPONSE, BODY)));
        }
        duration(readings, segments, old);
        return readings;
    }

    private static boolean flat(List<Reading> readings, String first, List<Segment> segments, boolean old) {
        if (RootKeys.FLAT.contains(first)) {
            readings.add(new Reading(old, prepend(segments, RESPONSE)));
        } else if (first.equals("statusCode")) {
            readings.add(new Reading(old, prepend(replaceFirst(segments, STATUS), RESPONSE)));
        } else if (first.equals("duration")) {
            readings.add(new Reading(old, replaceFirst(segments, RESPONSE_TIME)));
        } else {
            return false;
        }
        return true;
    }

    /** {@code response.duration} is the response time when the response has no such key (spec 7.2). */
    private static void duration(List<Reading> readings, List<Segment> segments, boolean old) {
        if (segments.size() == 2
                && segments.get(0).equals(RESPONSE)
                && segments.get(1) instanceof Segment.Name(String name, boolean quoted)
                && name.equals("duration")) {
            readings.add(new Reading(old, List.of(RESPONSE_TIME)));
        }
    }

    private static PathResult emptyBody(PathResult.Found found, List<Segment> segments) {
        boolean body = !segments.isEmpty()
                && segments.getLast().equals(BODY)
                && PathWalker.isExchangePart(segments, segments.size() - 2);
        return body && found.node().isNull() ? new PathResult.Found(JsonNodeFactory.instance.objectNode()) : found;
    }

    private static PathResult.Missing closer(PathResult.@Nullable Missing first, PathResult.Missing next) {
        return first == null
                        || next.deepestExisting().length()
                                > first.deepestExisting().length()
                ? next
                : first;
    }

    private static PathResult.Missing explain(Path path, PathScope scope, PathResult.Missing missing) {
        String first = first(path.segments());
        if (path.generation() == Generation.NEW
                && (first.equals("match") || first.equals("lastMatch"))
                && !scope.root().has(first)) {
            return with(missing, "\"" + path.text() + "\" is missing: no entry matched");
        }
        boolean unknown = path.generation() == Generation.LEGACY
                && !LEGACY_ROOT.contains(first)
                && !ENTRY_LEGACY.contains(first)
                && !RootKeys.FLAT.contains(first);
        return unknown
                ? with(
                        missing,
                        missing.reason() + "; paths into the body begin with response.body, such as response.body."
                                + path.text())
                : missing;
    }

    private static PathResult.Missing with(PathResult.Missing missing, String reason) {
        return new PathResult.Missing(missing.path(), missing.deepestExisting(), missing.availableKeys(), reason);
    }

    private static String first(List<Segment> segments) {
        return !segments.isEmpty() && segments.getFirst() instanceof Segment.Name(String name, boolean quoted)
                ? name
                : "";
    }

    private static List<Segment> prepend(List<Segment> segments, Segment... before) {
        List<Segment> all = new ArrayList<>(List.of(before));
        all.addAll(segments);
        return all;
    }

    private static List<Segment> replaceFirst(List<Segment> segments, Segment first) {
        List<Segment> all = new ArrayList<>(segments);
        all.set(0, first);
        return all;
    }
}
