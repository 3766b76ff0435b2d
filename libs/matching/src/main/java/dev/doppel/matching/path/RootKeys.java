package dev.doppel.matching.path;

import java.util.List;
import java.util.Set;

/** The names a root path may begin with (spec 7.2), for validation. */
public final class RootKeys {
    /** Keys of the root document in the order of the specification. */
    public static final List<String> ALL = List.of(
            "request",
            "response",
            "responseTime",
            "variables",
            "traffic",
            "consoleLogs",
            "dbLogs",
            "messageLogs",
            "timeline",
            "match",
            "matches",
            "lastMatch",
            "allTraffic",
            "allConsoleLogs",
            "allDbLogs",
            "allMessageLogs",
            "bootTraffic",
            "twin");

    /** Names that mean {@code $.response.<name>} when no root key has them. */
    public static final Set<String> FLAT =
            Set.of("data", "success", "rowsAffected", "error", "extracted", "body", "headers", "status");

    private RootKeys() {}

    /** Whether a path begins with a name that can exist; otherwise validation warns and lists {@link #ALL}. */
    public static boolean known(Path path) {
        return path.segments().isEmpty()
                || (path.segments().getFirst() instanceof Segment.Name n
                        && (ALL.contains(n.name())
                                || FLAT.contains(n.name())
                                || n.name().equals("statusCode")
                                || n.name().equals("duration")));
    }
}
