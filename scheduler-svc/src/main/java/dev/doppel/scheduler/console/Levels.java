package dev.doppel.scheduler.console;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the level that a console line names (spec 7.2). Pure. */
public final class Levels {
    private static final int HEAD = 64;

    private record Word(String text, String level) {}

    /** In the order in which they win. */
    private static final List<Word> WORDS = List.of(
            new Word("ERROR", "ERROR"),
            new Word("FATAL", "ERROR"),
            new Word("SEVERE", "ERROR"),
            new Word("WARNING", "WARN"),
            new Word("WARN", "WARN"),
            new Word("DEBUG", "DEBUG"),
            new Word("TRACE", "DEBUG"),
            new Word("INFO", "INFO"));

    private Levels() {}

    /**
     * ERROR, WARN, DEBUG or INFO: by a marker like {@code [ERROR]} or {@code error:}, whatever its letter case, the graver first; else by
     * the first level in capitals near the line's beginning; else INFO.
     */
    public static String of(String line) {
        String upper = line.toUpperCase(Locale.ROOT);
        for (Word word : WORDS) {
            for (int at = upper.indexOf(word.text()); at >= 0; at = upper.indexOf(word.text(), at + 1)) {
                if (marked(upper, at, at + word.text().length())) {
                    return word.level();
                }
            }
        }
        String first = first(line.length() > HEAD ? line.substring(0, HEAD) : line);
        return first == null ? "INFO" : first;
    }

    private static boolean marked(String upper, int from, int to) {
        if (!alone(upper, from, to) || to >= upper.length()) {
            return false;
        }
        char after = upper.charAt(to);
        boolean bracketed = from > 0 && upper.charAt(from - 1) == '[' && after == ']';
        boolean quoted =
                from > 8 && upper.charAt(from - 1) == '"' && after == '"' && upper.startsWith("LEVEL", from - 8);
        return bracketed || quoted || after == ':';
    }

    private static @Nullable String first(String head) {
        String level = null;
        int best = Integer.MAX_VALUE;
        for (Word word : WORDS) {
            int at = head.indexOf(word.text());
            if (at >= 0 && at < best && alone(head, at, at + word.text().length())) {
                best = at;
                level = word.level();
            }
        }
        return level;
    }

    private static boolean alone(String text, int from, int to) {
        return (from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1)))
                && (to == text.length() || !Character.isLetterOrDigit(text.charAt(to)));
    }
}
