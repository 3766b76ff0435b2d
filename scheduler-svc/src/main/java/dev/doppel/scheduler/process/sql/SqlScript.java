package dev.doppel.scheduler.process.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a script where psql does: at semicolons outside of quotes, dollar quotes, comments, parentheses and SQL function bodies
 * ({@code BEGIN ATOMIC ... END}). Reads any text, never fails; what makes no sense reaches the server, which says so. Confined to one
 * call.
 */
public final class SqlScript {
    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private int at;
    private int line = 1;

    /** Where the statement being read begins, -1 between statements. */
    private int start = -1;

    private int startLine;
    private int parentheses;
    private int bodies;
    private final List<String> words = new ArrayList<>();

    private SqlScript(String text) {
        this.text = text;
    }

    /** All parts in order. */
    public static List<Part> parse(String text) {
        SqlScript script = new SqlScript(text.startsWith("\uFEFF") ? text.substring(1) : text);
        script.read();
        return List.copyOf(script.parts);
    }

    private void read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '-' && next() == '-') {
                skipTo(endOfLine());
            } else if (c == '/' && next() == '*') {
                skipComment();
            } else if (Character.isWhitespace(c)) {
                step();
            } else if (c == '\\') {
                meta();
            } else if (c == ';' && parentheses <= 0 && bodies == 0) {
                finish();
            } else {
                begin();
                token(c);
            }
        }
        if (start >= 0) {
            parts.add(new Part.Statement(startLine, text.substring(start).strip()));
        }
    }

    private void begin() {
        if (start < 0) {
            start = at;
            startLine = line;
        }
    }

    private void token(char c) {
        if (c == '\'') {
            boolean escapes = at > 0
                    && Character.toLowerCase(text.charAt(at - 1)) == 'e'
                    && (at < 2 || !isWord(text.charAt(at - 2)));
            skipQuoted('\'', escapes);
        } else if (c == '"') {
            skipQuoted('"', false);
        } else if (c == '$' && (at == 0 || !isWord(text.charAt(at - 1)))) {
            skipDollarQuoted();
        } else if (isWord(c) && !Character.isDigit(c)) {
            word();
        } else {
            if (c == '(') {
                parentheses++;
            } else if (c == ')') {
                parentheses--;
            }
            step();
        }
    }

    private void word() {
        int from = at;
        while (at < text.length() && (isWord(text.charAt(at)) || text.charAt(at) == '$')) {
            at++;
        }
        String word = text.substring(from, at).toLowerCase(Locale.ROOT);
        if (words.size() < 64) {
            words.add(word);
        }
        if (parentheses <= 0 && createsRoutine()) {
            if (word.equals("begin") || word.equals("case") && bodies > 0) {
                bodies++;
            } else if (word.equals("end") && bodies > 0) {
                bodies--;
            }
        }
    }

    private boolean createsRoutine() {
        if (words.size() < 2 || !words.getFirst().equals("create")) {
            return false;
        }
        int kind = words.get(1).equals("or") ? 3 : 1;
        return words.size() > kind
                && (words.get(kind).equals("function") || words.get(kind).equals("procedure"));
    }

    private boolean copiesFromStdin() {
        for (int i = 1; i + 1 < words.size(); i++) {
            if (words.getFirst().equals("copy")
                    && words.get(i).equals("from")
                    && words.get(i + 1).equals("stdin")) {
                return true;
            }
        }
        return false;
    }

    private void finish() {
        if (start >= 0) {
            String sql = text.substring(start, at).strip();
            if (copiesFromStdin()) {
                skipTo(Math.min(text.length(), endOfLine() + 1));
                parts.add(new Part.CopyIn(startLine, sql, copyData()));
                reset();
                return;
            }
            parts.add(new Part.Statement(startLine, sql));
        }
        step();
        reset();
    }

    private String copyData() {
        int from = at;
        while (at < text.length()) {
            int end = endOfLine();
            int lineStart = at;
            boolean last = text.substring(lineStart, end).stripTrailing().equals("\\.");
            skipTo(Math.min(text.length(), end + 1));
            if (last) {
                return text.substring(from, lineStart);
            }
        }
        return text.substring(from);
    }

    private void meta() {
        int end = endOfLine();
        String command = text.substring(at + 1, end);
        int blank = 0;
        while (blank < command.length() && !Character.isWhitespace(command.charAt(blank))) {
            blank++;
        }
        String before = start < 0 ? "" : text.substring(start, at).strip();
        parts.add(new Part.Meta(
                line, command.substring(0, blank), command.substring(blank).strip(), before));
        skipTo(end);
        reset();
    }

    private void reset() {
        start = -1;
        parentheses = 0;
        bodies = 0;
        words.clear();
    }

    private void skipQuoted(char quote, boolean escapes) {
        step();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && escapes) {
                step();
            } else if (c == quote && next() == quote) {
                step();
            } else if (c == quote) {
                step();
                return;
            }
            step();
        }
    }

    private void skipDollarQuoted() {
        int end = at + 1;
        while (end < text.length() && isWord(text.charAt(end))) {
            end++;
        }
        boolean quote = end < text.length()
                && text.charAt(end) == '$'
                && (end == at + 1 || !Character.isDigit(text.charAt(at + 1)));
        if (!quote) {
            step();
            return;
        }
        String tag = text.substring(at, end + 1);
        int close = text.indexOf(tag, end + 1);
        skipTo(close < 0 ? text.length() : close + tag.length());
    }

    private void skipComment() {
        int depth = 0;
        do {
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                step();
            }
        } while (depth > 0 && at < text.length());
    }

    private int endOfLine() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private void skipTo(int end) {
        while (at < end) {
            step();
        }
    }

    private void step() {
        if (at < text.length()) {
            if (text.charAt(at) == '\n') {
                line++;
            }
            at++;
        }
    }

    private char next() {
        return at + 1 < text.length() ? text.charAt(at + 1) : '\0';
    }

    private static boolean isWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c) || c >= 0x80;
    }
}
