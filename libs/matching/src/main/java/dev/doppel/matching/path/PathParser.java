package dev.doppel.matching.path;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Reads one path. Confined to one call. */
final class PathParser {
    private static final int MAX_LENGTH = 2000;
    private static final int MAX_SEGMENTS = 100;
    private static final String USE_WHERE = "; to select elements write a match block with where";

    private final String text;
    private final PathKind kind;
    private final List<Segment> segments = new ArrayList<>();
    private int at;

    private PathParser(String text, PathKind kind) {
        this.text = text;
        this.kind = kind;
    }

    static Path parse(String text, PathKind kind) {
        if (text.length() > MAX_LENGTH) {
            throw new PathSyntaxException(
                    text.substring(0, 100) + "...", MAX_LENGTH, "a path longer than " + MAX_LENGTH + " characters");
        }
        return new PathParser(text, kind).read();
    }

    /** The integer that a name segment spells, for use as an index. */
    static OptionalInt integer(String name) {
        int digits = name.startsWith("-") ? 1 : 0;
        if (name.length() == digits || name.length() > 10) {
            return OptionalInt.empty();
        }
        for (int i = digits; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return OptionalInt.empty();
            }
        }
        long value = Long.parseLong(name);
        return value < Integer.MIN_VALUE || value > Integer.MAX_VALUE
                ? OptionalInt.empty()
                : OptionalInt.of((int) value);
    }

    private Path read() {
        if (text.isBlank()) {
            throw error("an empty path; write for example " + example());
        }
        Generation generation = beginning();
        boolean nameAllowed = generation == Generation.LEGACY;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '[') {
                segments.add(bracket());
            } else if (c == '.') {
                if (segments.isEmpty() && generation == Generation.LEGACY) {
                    throw error("a path begins with a name, not with a dot");
                }
                at++;
                if (at < text.length() && text.charAt(at) == '.') {
                    throw error("\"..\" searches at any depth, which paths cannot; name every step" + USE_WHERE);
                }
                if (at < text.length() && text.charAt(at) == '[') {
                    throw error("an index follows its list directly: write name[0], without a dot before the bracket");
                }
                segments.add(name());
            } else if (nameAllowed && segments.isEmpty()) {
                segments.add(name());
            } else {
                throw error("a dot or a bracket is expected here");
            }
            if (segments.size() > MAX_SEGMENTS) {
                throw error("a path of more than " + MAX_SEGMENTS + " steps");
            }
        }
        return new Path(text, generation, segments);
    }

    private Generation beginning() {
        boolean two = text.startsWith("$$");
        boolean one = !two && text.startsWith("$");
        String rest = text.substring(two ? 2 : one ? 1 : 0);
        boolean clean = rest.isEmpty() || rest.startsWith(".") || rest.startsWith("[");
        String name = rest.startsWith(".") ? rest.substring(1) : rest;
        switch (kind) {
            case ELEMENT -> {
                if (!two || !clean) {
                    throw error("a path inside where begins with \"$$.\", which stands for the element: write \"$$."
                            + name + "\"");
                }
                at = 2;
                return Generation.ELEMENT;
            }
            case ROOT, VALUE -> {
                if (two) {
                    throw error("\"$$\" stands for the element and exists only inside where; here write \"$." + name
                            + "\"");
                }
                if (one) {
                    if (!clean) {
                        throw error("after \"$\" a dot is expected: write \"$." + name + "\"");
                    }
                    at = 1;
                    return Generation.NEW;
                }
                if (kind == PathKind.ROOT) {
                    throw error(
                            "a path here begins with \"$.\", which stands for the document: write \"$." + name + "\"");
                }
                return Generation.LEGACY;
            }
            case EXPRESSION -> {
                if (two || one) {
                    throw error("an expression begins with the name of a variable, not with \"$\"");
                }
                return Generation.LEGACY;
            }
        }
        throw new IllegalStateException("unreachable");
    }

    private Segment name() {
        int start = at;
        while (at < text.length() && ".[".indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at);
            if (c == ']') {
                throw error("a closing bracket without an opening one");
            }
            if (c < ' ' || (kind == PathKind.EXPRESSION && !isExpressionCharacter(c))) {
                throw error("the character '" + (c < ' ' ? "\\u%04x".formatted((int) c) : c)
                        + "' cannot be part of a name here"
                        + (kind == PathKind.EXPRESSION
                                ? "; names are letters, digits, _ and -"
                                : "; quote it: [\"...\"]"));
            }
            at++;
        }
        String name = text.substring(start, at);
        if (name.isEmpty()) {
            throw error("a name is missing after the dot");
        }
        if (name.equals("*")) {
            at = start;
            throw error("\"*\" selects several elements, which paths cannot; use an index" + USE_WHERE);
        }
        if (name.endsWith("()")) {
            at = start;
            throw error(
                    "paths have no functions; for a length write count: " + text.substring(0, Math.max(0, start - 1)));
        }
        if (name.contains("{{")) {
            at = start;
            throw error("an expression in double braces has to be evaluated before the path is read");
        }
        if (name.isBlank() || name.charAt(0) == ' ' || name.charAt(name.length() - 1) == ' ') {
            at = start;
            throw error("a name with blanks around it; remove them, or quote it: [\"" + name + "\"]");
        }
        return new Segment.Name(name, false);
    }

    private static boolean isExpressionCharacter(char c) {
        return c == '_' || c == '-' || Character.isLetterOrDigit(c) || Character.isSurrogate(c);
    }

    private Segment bracket() {
        int open = at++;
        if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            return quoted(open);
        }
        int close = text.indexOf(']', at);
        if (close < 0) {
            at = open;
            throw error("an opening bracket without a closing one");
        }
        String inside = text.substring(at, close);
        OptionalInt index = integer(inside);
        if (index.isPresent()) {
            at = close + 1;
            return new Segment.Index(index.getAsInt());
        }
        at = open;
        if (inside.startsWith("?") || inside.startsWith("(")) {
            throw error("\"[" + inside + "]\" is a filter, which paths cannot" + USE_WHERE);
        }
        if (inside.contains(":")) {
            throw error("\"[" + inside + "]\" is a slice, which paths cannot; use single indexes, [-1] for the last"
                    + USE_WHERE);
        }
        if (inside.equals("*") || inside.contains(",")) {
            throw error("\"[" + inside + "]\" selects several elements, which paths cannot; use one index" + USE_WHERE);
        }
        throw error("\"[" + inside + "]\" is no index; an index is an integer, a key is quoted: [\"" + inside + "\"]");
    }

    private Segment quoted(int open) {
        char quote = text.charAt(at++);
        StringBuilder key = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            key.append(text.charAt(at++));
        }
        if (at + 1 >= text.length() || text.charAt(at + 1) != ']') {
            at = open;
            throw error("a quoted key ends with a quote and a closing bracket: [\"key\"]");
        }
        at += 2;
        return new Segment.Name(key.toString(), true);
    }

    private String example() {
        return switch (kind) {
            case VALUE, ROOT -> "$.response.status";
            case ELEMENT -> "$$.request.method";
            case EXPRESSION -> "orderId";
        };
    }

    private PathSyntaxException error(String message) {
        return new PathSyntaxException(text, at, "path \"" + text + "\", character " + (at + 1) + ": " + message);
    }
}
