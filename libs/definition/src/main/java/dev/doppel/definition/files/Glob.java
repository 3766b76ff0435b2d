package dev.doppel.definition.files;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Shell patterns as linear-time regular expressions: {@code *} and {@code ?} within a path part, {@code **} across parts,
 * {@code [...]}, {@code {a,b}} where asked for, and a backslash before a literal. Immutable.
 */
public final class Glob {
    private final Pattern pattern;

    private Glob(Pattern pattern) {
        this.pattern = pattern;
    }

    /** How a glob reads its special characters. */
    public enum Dialect {
        /** Paths: a star stops at {@code /}; braces are alternatives. */
        PATH,
        /** Lines of an ignore file: a star stops at {@code /}; braces are literal. */
        IGNORE,
        /** Image names: a star matches anything; braces are alternatives. */
        NAME
    }

    /** A compiled glob; a pattern that makes no sense (an unclosed bracket, say) matches its own text. */
    public static Glob of(String glob, Dialect dialect) {
        try {
            return new Glob(Pattern.compile(translate(glob, dialect), Pattern.DOTALL));
        } catch (PatternSyntaxException odd) {
            return new Glob(Pattern.compile(Pattern.quote(glob)));
        }
    }

    /** Whether the whole text matches. */
    public boolean matches(String text) {
        return pattern.matches(text);
    }

    private static String translate(String glob, Dialect dialect) {
        StringBuilder regex = new StringBuilder();
        String one = dialect == Dialect.NAME ? "." : "[^/]";
        int braces = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    int stars = run(glob, i);
                    if (stars >= 2 && dialect != Dialect.NAME) {
                        i = twoStars(glob, i, stars, regex);
                    } else {
                        regex.append(one).append('*');
                        i += stars - 1;
                    }
                }
                case '?' -> regex.append(one);
                case '[' -> {
                    int end = classEnd(glob, i);
                    regex.append(end < 0 ? "\\[" : characterClass(glob.substring(i + 1, end)));
                    i = end < 0 ? i : end;
                }
                case '{' -> {
                    boolean alternatives = dialect != Dialect.IGNORE && glob.indexOf('}', i) > 0;
                    regex.append(alternatives ? "(?:" : "\\{");
                    braces += alternatives ? 1 : 0;
                }
                case '}' -> {
                    regex.append(braces > 0 ? ")" : "\\}");
                    braces = Math.max(0, braces - 1);
                }
                case ',' -> regex.append(braces > 0 ? "|" : ",");
                case '\\' -> {
                    i++;
                    regex.append(Pattern.quote(i < glob.length() ? glob.substring(i, i + 1) : "\\"));
                }
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    private static int run(String glob, int from) {
        int i = from;
        while (i < glob.length() && glob.charAt(i) == '*') {
            i++;
        }
        return i - from;
    }

    /** {@code **} between slashes is any number of parts, at the end everything below, elsewhere like one star. */
    private static int twoStars(String glob, int at, int stars, StringBuilder regex) {
        boolean begins = at == 0 || glob.charAt(at - 1) == '/';
        int after = at + stars;
        if (begins && after < glob.length() && glob.charAt(after) == '/') {
            regex.append("(?:.*/)?");
            return after;
        }
        regex.append(begins && after == glob.length() ? ".*" : "[^/]*");
        return after - 1;
    }

    private static int classEnd(String glob, int open) {
        int i = open + 1;
        if (i < glob.length() && (glob.charAt(i) == '!' || glob.charAt(i) == '^')) {
            i++;
        }
        if (i < glob.length() && glob.charAt(i) == ']') {
            i++;
        }
        return glob.indexOf(']', i);
    }

    private static String characterClass(String inner) {
        boolean negated = inner.startsWith("!") || inner.startsWith("^");
        String members = (negated ? inner.substring(1) : inner)
                .replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("]", "\\]")
                .replace("^", "\\^")
                .replace("&&", "&\\&");
        return (negated ? "[^/" : "[") + members + "]";
    }
}
