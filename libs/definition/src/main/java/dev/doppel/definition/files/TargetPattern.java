package dev.doppel.definition.files;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Locale;
import java.util.function.Predicate;

/** A target that is no path: glob, {@code /regex/flags}, or a piece of path or name (spec 1.2 rule 5). */
final class TargetPattern {
    private static final Pattern SLASHED = Pattern.compile("/(.+)/([imsu]*)", Pattern.DOTALL);
    private static final Pattern GLOB = Pattern.compile("[*?{}\\[\\]]");

    private TargetPattern() {}

    static Project.Filter of(String target) {
        Predicate<String> test = test(target);
        return (path, name) -> test.test(path) || test.test(Paths.base(path)) || test.test(name);
    }

    private static Predicate<String> test(String target) {
        var slashed = SLASHED.matcher(target);
        if (slashed.matches()) {
            int flags = 0;
            for (char flag : slashed.group(2).toCharArray()) {
                flags |= switch (flag) {
                    case 'i' -> Pattern.CASE_INSENSITIVE;
                    case 'm' -> Pattern.MULTILINE;
                    case 's' -> Pattern.DOTALL;
                    default -> 0;
                };
            }
            return regexOrSubstring(slashed.group(1), flags);
        }
        if (GLOB.matcher(target).find()) {
            return Glob.of(target, Glob.Dialect.PATH)::matches;
        }
        return regexOrSubstring(target, Pattern.CASE_INSENSITIVE);
    }

    private static Predicate<String> regexOrSubstring(String text, int flags) {
        try {
            Pattern regex = Pattern.compile(text, flags);
            return candidate -> regex.matcher(candidate).find();
        } catch (PatternSyntaxException noRegex) {
            String lower = text.toLowerCase(Locale.ROOT);
            return candidate -> candidate.toLowerCase(Locale.ROOT).contains(lower);
        }
    }
}
