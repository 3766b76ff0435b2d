package dev.doppel.twin.record;

import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a recording proxy records (twin spec 9): exclusion first; where there are inclusions, one must match. {@code *} stands for any text.
 * A host's pattern is held against the host and against {@code host:port}. Immutable.
 */
public record CaptureFilter(
        List<String> includePaths, List<String> excludePaths, List<String> includeHosts, List<String> excludeHosts) {
    /** Everything is recorded. */
    public static final CaptureFilter ALL = new CaptureFilter(List.of(), List.of(), List.of(), List.of());

    private static final int MOST = 100;
    private static final int LONGEST = 500;
    private static final Set<String> NAMES = Set.of("includePaths", "excludePaths", "includeHosts", "excludeHosts");

    public CaptureFilter {
        includePaths = checked("includePaths", includePaths);
        excludePaths = checked("excludePaths", excludePaths);
        includeHosts = checked("includeHosts", includeHosts);
        excludeHosts = checked("excludeHosts", excludeHosts);
    }

    private static List<String> checked(String name, List<String> patterns) {
        if (patterns.size() > MOST) {
            throw new IllegalArgumentException(name + " may have " + MOST + " patterns, not " + patterns.size());
        }
        for (String pattern : patterns) {
            if (pattern.isBlank() || pattern.length() > LONGEST) {
                throw new IllegalArgumentException(
                        name + " has patterns of 1 to " + LONGEST + " characters such as /v1/*, not '"
                                + pattern.substring(0, Math.min(40, pattern.length())) + "'");
            }
        }
        return List.copyOf(patterns);
    }

    /** @throws IllegalArgumentException when a member is unknown or no list of texts */
    public static CaptureFilter of(Map<String, Object> members) {
        for (String name : members.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("filters are includePaths, excludePaths, includeHosts and"
                        + " excludeHosts, each a list of patterns; not " + name);
            }
        }
        return new CaptureFilter(
                list(members, "includePaths"),
                list(members, "excludePaths"),
                list(members, "includeHosts"),
                list(members, "excludeHosts"));
    }

    private static List<String> list(Map<String, Object> members, String name) {
        Object value = members.get(name);
        if (value == null) {
            return List.of();
        }
        List<String> out = new ArrayList<>();
        for (Object one : value instanceof List<?> many ? many : List.of(value)) {
            if (!(one instanceof String text)) {
                throw new IllegalArgumentException(name + " is a list of texts, not " + Values.show(value));
            }
            out.add(text);
        }
        return out;
    }

    /** As {@link #of} reads it. */
    public Map<String, Object> asMap() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("includePaths", includePaths);
        out.put("excludePaths", excludePaths);
        out.put("includeHosts", includeHosts);
        out.put("excludeHosts", excludeHosts);
        return out;
    }

    /** Whether anything of a host may be recorded. */
    public boolean concerns(String host, int port) {
        return excludeHosts.stream().noneMatch(p -> host(p, host, port))
                && (includeHosts.isEmpty() || includeHosts.stream().anyMatch(p -> host(p, host, port)));
    }

    /** Whether a request is recorded. */
    public boolean records(String host, int port, String path) {
        return concerns(host, port)
                && excludePaths.stream().noneMatch(p -> Globs.matches(p, path))
                && (includePaths.isEmpty() || includePaths.stream().anyMatch(p -> Globs.matches(p, path)));
    }

    private static boolean host(String pattern, String host, int port) {
        return Globs.matches(pattern, host) || Globs.matches(pattern, host + ":" + port);
    }
}
