package dev.doppel.twin.schema;

import com.google.re2j.Pattern;
import dev.doppel.twin.value.Dice;
import dev.doppel.twin.value.SafePattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text that matches a pattern: a small reader of the usual syntax that walks it once, choosing by dice; the result is checked. */
public final class PatternText {
    private static final int MAX = 4_096;
    private static final String WORD = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final String regex;
    private final Dice dice;
    private int at;

    private PatternText(String regex, Dice dice) {
        this.regex = regex;
        this.dice = dice;
    }

    /** Matching text, or null when the pattern is not understood. */
    public static @Nullable String generate(String regex, Dice dice) {
        Pattern pattern = SafePattern.compile(regex);
        if (pattern == null) {
            return null;
        }
        for (int attempt = 0; attempt < 4; attempt++) {
            try {
                String text = new PatternText(regex, dice).alternatives(0);
                if (text.length() <= MAX && pattern.matcher(text).find()) {
                    return text;
                }
            } catch (IndexOutOfBoundsException | IllegalStateException e) {
                return null;
            }
        }
        return null;
    }

    private String alternatives(int depth) {
        if (depth > 40) {
            throw new IllegalStateException("too deep");
        }
        List<String> options = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        while (at < regex.length() && regex.charAt(at) != ')') {
            if (regex.charAt(at) == '|') {
                options.add(current.toString());
                current = new StringBuilder();
                at++;
                continue;
            }
            int start = at;
            String once = atom(depth);
            int end = at;
            int times = repeat();
            int after = at;
            for (int i = 0; i < times && current.length() < MAX; i++) {
                if (i == 0) {
                    current.append(once);
                } else {
                    at = start;
                    current.append(atom(depth));
                    at = end;
                }
            }
            at = after;
        }
        options.add(current.toString());
        return options.getFirst();
    }

    private int repeat() {
        if (at >= regex.length()) {
            return 1;
        }
        char c = regex.charAt(at);
        int times = switch (c) {
            case '?', '*' -> 0;
            case '+' -> 1;
            case '{' -> counted();
            default -> -1;
        };
        if (times < 0) {
            return 1;
        }
        if (c != '{') {
            at++;
        }
        if (at < regex.length() && (regex.charAt(at) == '?' || regex.charAt(at) == '+')) {
            at++;
        }
        return times;
    }

    private int counted() {
        int close = regex.indexOf('}', at);
        String[] parts = regex.substring(at + 1, close).split(",", -1);
        int min = dev.doppel.twin.value.Values.index(parts[0]);
        if (min < 0) {
            return -1;
        }
        at = close + 1;
        return min;
    }

    private String atom(int depth) {
        char c = regex.charAt(at++);
        switch (c) {
            case '(' -> {
                if (at < regex.length() && regex.charAt(at) == '?') {
                    int colon = regex.indexOf(':', at);
                    int angle = regex.indexOf('>', at);
                    if (regex.startsWith("?:", at)) {
                        at = colon + 1;
                    } else if (regex.startsWith("?P<", at) || regex.startsWith("?<", at)) {
                        at = angle + 1;
                    } else {
                        throw new IllegalStateException("flags");
                    }
                }
                String inner = alternatives(depth + 1);
                at++;
                return inner;
            }
            case '[' -> {
                return String.valueOf(pick(set()));
            }
            case '.' -> {
                return String.valueOf(WORD.charAt(dice.below(26)));
            }
            case '^', '$' -> {
                return "";
            }
            case '\\' -> {
                String set = escape(regex.charAt(at++));
                return set.isEmpty() ? "" : String.valueOf(pick(set));
            }
            default -> {
                return String.valueOf(c);
            }
        }
    }

    private char pick(String set) {
        return set.charAt(dice.below(set.length()));
    }

    private String escape(char c) {
        return switch (c) {
            case 'd' -> "0123456789";
            case 'w' -> WORD;
            case 's' -> " ";
            case 'D', 'S', 'W' -> c == 'W' ? "-" : WORD.substring(0, 26);
            case 'b', 'A', 'z', 'Z', 'B' -> "";
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'u' -> {
                String one = String.valueOf((char) Integer.parseInt(regex.substring(at, at + 4), 16));
                at += 4;
                yield one;
            }
            case 'p', 'P', 'x' -> throw new IllegalStateException("class");
            default -> String.valueOf(c);
        };
    }

    private String set() {
        boolean negated = regex.charAt(at) == '^';
        if (negated) {
            at++;
        }
        StringBuilder in = new StringBuilder();
        boolean first = true;
        while (regex.charAt(at) != ']' || first) {
            first = false;
            char c = regex.charAt(at++);
            if (c == '[' && regex.charAt(at) == ':') {
                throw new IllegalStateException("posix class");
            }
            if (c == '\\') {
                in.append(escape(regex.charAt(at++)));
                continue;
            }
            if (regex.charAt(at) == '-' && regex.charAt(at + 1) != ']') {
                char to = regex.charAt(at + 1);
                at += 2;
                if (to == '\\') {
                    to = regex.charAt(at++);
                }
                for (int x = c; x <= to && in.length() < 300; x++) {
                    in.append((char) x);
                }
            } else {
                in.append(c);
            }
        }
        at++;
        if (!negated) {
            if (in.isEmpty()) {
                throw new IllegalStateException("empty class");
            }
            return in.toString();
        }
        StringBuilder out = new StringBuilder();
        for (char x : (WORD + " ABCXYZ-_.~!").toCharArray()) {
            if (in.indexOf(String.valueOf(x)) < 0) {
                out.append(x);
            }
        }
        return out.toString();
    }
}
