package dev.doppel.twin.value;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Patterns from users and documents: linear time (RE2), and refused before compilation when they would blow up in memory. */
public final class SafePattern {
    private static final int MAX_LENGTH = 4_000;
    private static final long MAX_COST = 20_000;
    private static final Map<String, Optional<Pattern>> CACHE = new ConcurrentHashMap<>();

    private SafePattern() {}

    /** The compiled pattern, or null when it is invalid, unsupported (look-around, back references) or too large. */
    public static @Nullable Pattern compile(String regex) {
        Optional<Pattern> known = CACHE.get(regex);
        if (known == null) {
            known = Optional.ofNullable(tryCompile(regex));
            if (CACHE.size() < 20_000) {
                CACHE.put(regex, known);
            }
        }
        return known.orElse(null);
    }

    private static @Nullable Pattern tryCompile(String regex) {
        if (regex.length() > MAX_LENGTH || cost(regex, new int[] {0}, 0) > MAX_COST) {
            return null;
        }
        try {
            return Pattern.compile(translated(regex));
        } catch (PatternSyntaxException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    private static String translated(String regex) {
        return regex.contains("\\u")
                ? unicode(regex)
                : regex.replace("(?<", "(?P<").replace("(?P<=", "(?<=").replace("(?P<!", "(?<!");
    }

    private static String unicode(String regex) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < regex.length(); i++) {
            if (regex.startsWith("\\u", i) && i + 6 <= regex.length()) {
                out.append("\\x{").append(regex, i + 2, i + 6).append('}');
                i += 5;
            } else if (regex.charAt(i) == '\\' && i + 1 < regex.length()) {
                out.append(regex.charAt(i)).append(regex.charAt(++i));
            } else {
                out.append(regex.charAt(i));
            }
        }
        return out.toString();
    }

    /** States the pattern would need, counted repetitions unrolled. */
    private static long cost(String r, int[] at, int depth) {
        if (depth > 60) {
            return MAX_COST + 1;
        }
        long total = 0;
        long atom = 0;
        while (at[0] < r.length()) {
            char c = r.charAt(at[0]++);
            switch (c) {
                case '(' -> {
                    total += atom;
                    atom = cost(r, at, depth + 1) + 2;
                }
                case ')' -> {
                    return total + atom;
                }
                case '[' -> {
                    total += atom;
                    atom = 1;
                    boolean first = true;
                    while (at[0] < r.length() && (r.charAt(at[0]) != ']' || first)) {
                        first = false;
                        at[0] += r.charAt(at[0]) == '\\' ? 2 : 1;
                    }
                    at[0]++;
                }
                case '{' -> {
                    int close = r.indexOf('}', at[0]);
                    String inside = close < 0 ? "" : r.substring(at[0], close);
                    long times = largest(inside);
                    if (times >= 0) {
                        atom = Math.min(atom * Math.max(1, times), 1L << 40);
                        at[0] = close + 1;
                    } else {
                        total += atom;
                        atom = 1;
                    }
                }
                case '*', '+', '?' -> atom += 1;
                default -> {
                    total += atom;
                    atom = 1;
                    if (c == '\\') {
                        at[0]++;
                    }
                }
            }
            if (total + atom > MAX_COST) {
                return total + atom;
            }
        }
        return total + atom;
    }

    private static long largest(String inside) {
        long max = -1;
        for (String part : inside.split(",", -1)) {
            int n = Values.index(part);
            if (n < 0 && !part.isEmpty()) {
                return -1;
            }
            max = Math.max(max, n);
        }
        return max;
    }
}
