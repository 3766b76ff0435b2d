package dev.doppel.matching.regex;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimates how large a pattern becomes when its counted repetitions are written out, because the engine writes them out and
 * {@code ((a{1000}){1000}){1000}} would exhaust memory. Reads only as much syntax as that needs; the engine judges the rest.
 */
final class RegexSize {
    private static final long MAX_STATES = 10_000;
    private static final int MAX_NESTING = 100;

    private final String text;
    private int at;

    private RegexSize(String text) {
        this.text = text;
    }

    static void check(String text) {
        new RegexSize(text).run();
    }

    private void run() {
        Deque<Long> outer = new ArrayDeque<>();
        long total = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            long atom;
            if (c == '(') {
                at++;
                outer.push(total);
                if (outer.size() > MAX_NESTING) {
                    throw new RegexSyntaxException("groups nested deeper than " + MAX_NESTING);
                }
                total = 1;
                continue;
            } else if (c == ')') {
                at++;
                atom = total + 1;
                total = outer.isEmpty() ? 0 : outer.pop();
            } else if (c == '[') {
                skipClass();
                atom = 1;
            } else if (c == '\\') {
                atom = escape();
            } else {
                at++;
                atom = 1;
            }
            total += atom * repetitions();
            if (total > MAX_STATES) {
                throw new RegexSyntaxException("a pattern whose repetitions expand to more than " + MAX_STATES
                        + " states; use smaller counts");
            }
        }
    }

    /** Skips the escape at the current place and returns how many literal characters it stands for. */
    private long escape() {
        if (text.startsWith("\\Q", at)) {
            int end = text.indexOf("\\E", at + 2);
            int stop = end < 0 ? text.length() : end;
            long literal = stop - (at + 2L);
            at = end < 0 ? text.length() : end + 2;
            return literal;
        }
        at = Math.min(text.length(), at + 2);
        return 1;
    }

    private void skipClass() {
        at++;
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        boolean first = true;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ']' && !first) {
                at++;
                return;
            }
            if (text.startsWith("[:", at)) {
                int end = text.indexOf(":]", at + 2);
                at = end < 0 ? at + 1 : end + 2;
            } else {
                at += c == '\\' ? 2 : 1;
            }
            first = false;
        }
        at = text.length();
    }

    /** The largest count of the {@code {n,m}} at the current place; 1 when there is none. */
    private long repetitions() {
        if (at >= text.length() || text.charAt(at) != '{') {
            return 1;
        }
        int end = text.indexOf('}', at);
        if (end < 0 || end - at > 12) {
            return 1;
        }
        long largest = 0;
        long number = 0;
        for (int i = at + 1; i <= end; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                number = number * 10 + (c - '0');
            } else if (c == ',' || c == '}') {
                largest = Math.max(largest, number);
                number = 0;
            } else {
                return 1;
            }
        }
        at = end + 1;
        return Math.min(Math.max(1, largest), MAX_STATES);
    }
}
