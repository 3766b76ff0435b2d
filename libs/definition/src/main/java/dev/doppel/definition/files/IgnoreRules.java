package dev.doppel.definition.files;

import java.util.ArrayList;
import java.util.List;

/** The rules of {@code .dokignore}, with the meaning gitignore gives them (spec 1.4). Immutable. */
public final class IgnoreRules {
    /** More lines than this are not read. */
    static final int MAX_LINES = 500;

    /** Nothing is ignored. */
    public static final IgnoreRules NONE = new IgnoreRules(List.of());

    private final List<Rule> rules;

    private IgnoreRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    private record Rule(Glob glob, boolean negated, boolean directoriesOnly, boolean anchored) {
        boolean matches(String path, boolean directory) {
            return (directory || !directoriesOnly) && glob.matches(anchored ? path : Paths.base(path));
        }
    }

    /** Reads the lines of an ignore file. */
    public static IgnoreRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        text.lines().limit(MAX_LINES).forEach(line -> {
            String pattern = stripTrailingBlanks(line);
            if (pattern.isEmpty() || pattern.startsWith("#")) {
                return;
            }
            boolean negated = pattern.startsWith("!");
            pattern = negated ? pattern.substring(1) : pattern;
            boolean directoriesOnly = pattern.endsWith("/");
            pattern = directoriesOnly ? pattern.substring(0, pattern.length() - 1) : pattern;
            boolean anchored = pattern.contains("/");
            pattern = pattern.startsWith("/") ? pattern.substring(1) : pattern;
            if (!pattern.isEmpty()) {
                rules.add(new Rule(Glob.of(pattern, Glob.Dialect.IGNORE), negated, directoriesOnly, anchored));
            }
        });
        return new IgnoreRules(rules);
    }

    private static String stripTrailingBlanks(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ' && !(end > 1 && line.charAt(end - 2) == '\\')) {
            end--;
        }
        return line.substring(0, end);
    }

    /** Whether a file is left out; a file below an ignored directory always is. The path is relative to the ignore file. */
    public boolean ignores(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (decide(path.substring(0, slash), true)) {
                return true;
            }
        }
        return decide(path, false);
    }

    private boolean decide(String path, boolean directory) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            if (rules.get(i).matches(path, directory)) {
                return !rules.get(i).negated();
            }
        }
        return false;
    }
}
