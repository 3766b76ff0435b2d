package dev.doppel.matching.value;

import dev.doppel.matching.regex.Regex;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Compiled patterns by text, so that one pattern over many entries is compiled once. Bounded, thread-safe. */
final class RecentPatterns {
    private static final int MOST = 256;

    private final Map<String, Regex> compiled = new ConcurrentHashMap<>();

    /** @throws dev.doppel.matching.regex.RegexSyntaxException when it cannot be compiled */
    Regex get(String pattern) {
        Regex known = compiled.get(pattern);
        if (known != null) {
            return known;
        }
        Regex fresh = Regex.compile(pattern);
        if (compiled.size() >= MOST) {
            compiled.clear();
        }
        compiled.put(pattern, fresh);
        return fresh;
    }
}
