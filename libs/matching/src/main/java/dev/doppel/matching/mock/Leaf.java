package dev.doppel.matching.mock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of one path pattern by method and origin, each bucket in the order of rank. Filled once, then only read. */
final class Leaf {
    private final Map<String, Map<String, Bucket>> byMethod = new HashMap<>();

    /** Adds; rules come in the order of their rank. */
    void add(Compiled rule) {
        byMethod.computeIfAbsent(rule.method(), m -> new HashMap<>())
                .computeIfAbsent(rule.origin(), o -> new Bucket())
                .add(rule);
    }

    void freeze() {
        byMethod.values().forEach(byOrigin -> byOrigin.values().forEach(Bucket::freeze));
    }

    /** Adds the buckets that hold candidates for a caller and method to {@code found}. */
    void collect(String method, @Nullable String origin, List<Bucket> found) {
        collect(byMethod.get(method), origin, found);
        collect(byMethod.get(""), origin, found);
    }

    private static void collect(@Nullable Map<String, Bucket> byOrigin, @Nullable String origin, List<Bucket> found) {
        if (byOrigin == null) {
            return;
        }
        Bucket any = byOrigin.get("");
        if (any != null) {
            found.add(any);
        }
        Bucket own = origin == null || origin.isEmpty() ? null : byOrigin.get(origin);
        if (own != null) {
            found.add(own);
        }
    }
}
