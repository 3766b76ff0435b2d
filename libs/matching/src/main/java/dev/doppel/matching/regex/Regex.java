package dev.doppel.matching.regex;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled pattern on the linear-time engine RE2/J. {@code (?i)}, {@code (?s)} and {@code (?m)} work; look-around and
 * back-references are refused. Immutable and thread-safe.
 */
public final class Regex {
    /** Longest pattern accepted, in characters. */
    public static final int MAX_LENGTH = 4096;

    /** Longest search, in milliseconds (spec 4.4), of those that take many steps; short ones are not timed. */
    public static final int BUDGET_MILLIS = 100;

    private final String text;
    private final Pattern pattern;

    private Regex(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * Compiles with the engine that will run it.
     *
     * @throws RegexSyntaxException when empty, too long, too large when expanded, or not valid
     */
    public static Regex compile(String text) {
        if (text.isEmpty()) {
            throw new RegexSyntaxException("an empty pattern matches everything; leave it out or write one");
        }
        if (text.length() > MAX_LENGTH) {
            throw new RegexSyntaxException(
                    "a pattern of " + text.length() + " characters; at most " + MAX_LENGTH + " are accepted");
        }
        RegexSize.check(text);
        try {
            return new Regex(text, Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw new RegexSyntaxException("the pattern \"" + shown(text) + "\" is not valid: " + e.getDescription()
                    + (e.getPattern() == null || e.getPattern().isEmpty() ? "" : " at \"" + e.getPattern() + "\"")
                    + advice(text));
        } catch (RuntimeException | StackOverflowError e) {
            throw new RegexSyntaxException("the pattern \"" + shown(text) + "\" cannot be compiled");
        }
    }

    /** The pattern as written. */
    public String text() {
        return text;
    }

    /** Number of capturing groups. */
    public int groupCount() {
        return pattern.groupCount();
    }

    /** Searches anywhere in the text, within {@value #BUDGET_MILLIS} ms when it is long. */
    public RegexSearch search(CharSequence input) {
        Matcher matcher = pattern.matcher(new BudgetedText(input, pattern.programSize(), BUDGET_MILLIS));
        try {
            if (!matcher.find()) {
                return new RegexSearch.NoMatch();
            }
            List<@Nullable String> groups = new ArrayList<>();
            for (int i = 0; i <= matcher.groupCount(); i++) {
                int start = matcher.start(i);
                groups.add(
                        start < 0
                                ? null
                                : input.subSequence(start, matcher.end(i)).toString());
            }
            return new RegexSearch.Match(groups);
        } catch (BudgetedText.Exhausted e) {
            return new RegexSearch.OverBudget();
        }
    }

    /** Whether the pattern occurs; a search over budget counts as no. */
    public boolean find(CharSequence input) {
        return search(input) instanceof RegexSearch.Match;
    }

    private static String shown(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    private static String advice(String text) {
        if (text.contains("(?=") || text.contains("(?!") || text.contains("(?<=") || text.contains("(?<!")) {
            return "; look-around is not supported, only what RE2 and Java have in common";
        }
        return "";
    }
}
