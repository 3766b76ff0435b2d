package dev.doppel.twin.config;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Environment variables in the raw text of a configuration (spec 1.1). */
final class EnvExpansion {
    record Expanded(String text, Set<String> unset) {}

    private EnvExpansion() {}

    static Expanded expand(String text, Function<String, @Nullable String> env) {
        if (text.indexOf('$') < 0) {
            return new Expanded(text, Set.of());
        }
        StringBuilder out = new StringBuilder(text.length());
        Set<String> unset = new LinkedHashSet<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '$') {
                out.append(c);
                i++;
                continue;
            }
            boolean braced = i + 1 < text.length() && text.charAt(i + 1) == '{';
            int start = braced ? i + 2 : i + 1;
            int end = nameEnd(text, start);
            if (end == start) {
                out.append(c);
                i++;
                continue;
            }
            String name = text.substring(start, end);
            String value = env.apply(name);
            if (!braced) {
                out.append(value == null ? "$" + name : value);
                i = end;
            } else {
                int close = text.indexOf('}', end);
                boolean plain = close == end;
                boolean fallback = close > end && text.startsWith(":-", end) && text.indexOf('\n', end) < 0
                        || close > end && text.startsWith(":-", end) && text.indexOf('\n', end) > close;
                if (!plain && !fallback) {
                    out.append(c);
                    i++;
                    continue;
                }
                if (value == null && plain) {
                    unset.add(name);
                }
                out.append(value != null ? value : plain ? "" : text.substring(end + 2, close));
                i = close + 1;
            }
        }
        return new Expanded(out.toString(), unset);
    }

    private static int nameEnd(String text, int start) {
        int i = start;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!letter && !(i > start && c >= '0' && c <= '9')) {
                break;
            }
            i++;
        }
        return i;
    }
}
