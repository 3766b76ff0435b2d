package dev.doppel.definition.read;

import com.google.re2j.Pattern;
import dev.doppel.matching.regex.Regex;
import dev.doppel.matching.regex.RegexSyntaxException;
import java.util.Optional;

/** Small grammars: names, regular expressions, run-time expressions. Everything here answers with a complaint or nothing. */
final class Syntax {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_]+");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern DECIMAL_INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern EXPRESSION = Pattern.compile("\\{\\{[^{}]*\\}\\}");

    private Syntax() {}

    /** {@code ^\w+$} */
    static boolean isWord(String text) {
        return WORD.matches(text);
    }

    static boolean isLabel(String text) {
        return text.length() <= 63 && LABEL.matches(text);
    }

    static boolean isDecimalInteger(String text) {
        return DECIMAL_INTEGER.matches(text);
    }

    /** Whether a text has any run-time expression, so that its value is not known yet. */
    static boolean dynamic(String text) {
        return text.contains("{{");
    }

    /** Whether a text is exactly one run-time expression. */
    static boolean isExpression(String text) {
        return EXPRESSION.matches(text.strip());
    }

    /** What is wrong with a regular expression, with the engine that will execute it. */
    static Optional<String> regexComplaint(String regex) {
        try {
            Regex.compile(regex);
            return Optional.empty();
        } catch (RegexSyntaxException invalid) {
            return Optional.of(String.valueOf(invalid.getMessage()));
        }
    }
}
