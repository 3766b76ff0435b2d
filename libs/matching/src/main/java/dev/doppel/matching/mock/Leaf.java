package dev.doppel.matching.mock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of one path pattern by method and origin, each list in the order of rank. Filled once, then only read. */
final class Leaf {
    private final Map<String, Map<String, List<Compiled>>> byMethod = new HashMap<>();

    /** Adds; rules come in the order of their rank. */
    void add(Compiled rule) {
        byMethod.computeIfAbsent(rule.method(), m -> new HashMap<>())
                .computeIfAbsent(rule.origin(), o -> new ArrayList<>())
                .add(rule);
    }

    /** Adds the lists that hold candidates for a caller and method to {@code found}. */
    void collect(String method, @Nullable String origin, List<List<Compiled>> found) {
        collect(byMethod.get(method), origin, found);
        collect(byMethod.get(""), origin, found);
    }

    private static void collect(
            @Nullable Map<String, List<Compiled>> byOrigin, @Nullable String origin, List<List<Compiled>> found) {
        if (byOrigin == null) {
            return;
        }
        List<Compiled> any = byOrigin.get("");
        if (any != null) {
            found.add(any);
        }
        List<Compiled> own = origin == null || origin.isEmpty() ? null : byOrigin.get(origin);
        if (own != null) {
            found.add(own);
        }
    }
}
