package dev.doppel.twin.expr;

import java.util.ArrayList;
import java.util.List;

/** Text to tokens. */
final class Lexer {
    private static final List<String> OPERATORS = List.of(
            "...", "?.", "??", "||", "&&", "==", "!=", "<=", ">=", "**", "..", "::", "(", ")", "[", "]", "{", "}", ",",
            ":", "?", ".", "+", "-", "*", "/", "%", "^", "<", ">", "!", "|", "#", ";", "=");
    private static final int MAX_LENGTH = 10_000;

    private Lexer() {}

    static List<Token> tokens(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new ExprException("the expression is longer than " + MAX_LENGTH + " characters");
        }
        List<Token> out = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                i++;
            } else if (text.startsWith("//", i)) {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", i)) {
                int end = text.indexOf("*/", i + 2);
                if (end < 0) {
                    throw new ExprException("the comment at " + i + " does not end");
                }
                i = end + 2;
            } else if (c == '"' || c == '\'' || c == '`') {
                i = string(text, i, out);
            } else if (c >= '0' && c <= '9'
                    || c == '.'
                            && i + 1 < text.length()
                            && digit(text.charAt(i + 1))
                            && (out.isEmpty()
                                    || out.getLast().kind() == Token.Kind.OPERATOR
                                            && !out.getLast().is("#")
                                            && !out.getLast().is(")")
                                            && !out.getLast().is("]"))) {
                i = number(text, i, out);
            } else if (Character.isLetter(c) || c == '_' || c == '$') {
                int start = i;
                while (i < text.length()
                        && (Character.isLetterOrDigit(text.charAt(i))
                                || text.charAt(i) == '_'
                                || text.charAt(i) == '$')) {
                    i++;
                }
                out.add(new Token(Token.Kind.NAME, text.substring(start, i), start));
            } else {
                int at = i;
                String operator = OPERATORS.stream()
                        .filter(o -> text.startsWith(o, at))
                        .findFirst()
                        .orElseThrow(
                                () -> new ExprException("unexpected character '" + text.charAt(at) + "' at " + at));
                out.add(new Token(Token.Kind.OPERATOR, operator, i));
                i += operator.length();
            }
        }
        out.add(new Token(Token.Kind.END, "", text.length()));
        return out;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int number(String text, int start, List<Token> out) {
        int i = start;
        if (text.startsWith("0x", i)
                || text.startsWith("0X", i)
                || text.startsWith("0b", i)
                || text.startsWith("0o", i)) {
            i += 2;
            while (i < text.length() && (Character.digit(text.charAt(i), 16) >= 0 || text.charAt(i) == '_')) {
                i++;
            }
        } else {
            while (i < text.length()) {
                char c = text.charAt(i);
                boolean range = c == '.' && i + 1 < text.length() && text.charAt(i + 1) == '.';
                boolean fraction = c == '.' && !range && i + 1 < text.length() && digit(text.charAt(i + 1));
                boolean exponent = (c == 'e' || c == 'E')
                        && i + 1 < text.length()
                        && (digit(text.charAt(i + 1)) || "+-".indexOf(text.charAt(i + 1)) >= 0);
                if (exponent) {
                    i += 2;
                } else if (digit(c) || c == '_' || fraction) {
                    i++;
                } else {
                    break;
                }
            }
        }
        out.add(new Token(Token.Kind.NUMBER, text.substring(start, i).replace("_", ""), start));
        return i;
    }

    private static int string(String text, int start, List<Token> out) {
        char quote = text.charAt(start);
        StringBuilder value = new StringBuilder();
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '`' && i + 1 < text.length()) {
                char e = text.charAt(i + 1);
                i += 2;
                switch (e) {
                    case 'n' -> value.append('\n');
                    case 't' -> value.append('\t');
                    case 'r' -> value.append('\r');
                    case 'u' -> {
                        if (i + 4 > text.length()) {
                            throw new ExprException("an incomplete \\u escape at " + i);
                        }
                        try {
                            value.append((char) Integer.parseInt(text.substring(i, i + 4), 16));
                        } catch (NumberFormatException bad) {
                            throw new ExprException("a malformed \\u escape at " + i);
                        }
                        i += 4;
                    }
                    default -> value.append(e);
                }
            } else {
                value.append(c);
                i++;
            }
        }
        if (i >= text.length()) {
            throw new ExprException("the text that begins at " + start + " does not end");
        }
        out.add(new Token(Token.Kind.STRING, value.toString(), start));
        return i + 1;
    }
}
