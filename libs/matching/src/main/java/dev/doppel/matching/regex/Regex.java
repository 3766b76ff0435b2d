package dev.doppel.matching.regex;

import com.google.re2j.Pattern;

/**
 * A compiled pattern on the linear-time engine RE2/J. {@code (?i)}, {@code (?s)} and {@code (?m)} work; look-around and
 * back-references are refused. Immutable and thread-safe.
 */
public final class Regex {
    /** Longest pattern accepted, in characters. */
    public static final int MAX_LENGTH = 4096;

    private final String text;
    private final Pattern pattern;

    private Regex(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * @throws RegexSyntaxException when empty, too long or not valid
     */
    public static Regex compile(String text) {
        return new Regex(text, Pattern.compile(text));
    }

    /** The pattern as written. */
    public String text() {
        return text;
    }

    /** Number of capturing groups. */
    public int groupCount() {
        return pattern.groupCount();
    }

    /** Searches anywhere in the text, within 100 ms (spec 4.4). */
    public RegexSearch search(CharSequence input) {
        throw new UnsupportedOperationException();
    }

    /** Whether the pattern occurs; a search over budget counts as no. */
    public boolean find(CharSequence input) {
        return search(input) instanceof RegexSearch.Match;
    }
}
