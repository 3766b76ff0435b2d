package dev.doppel.matching.template;

import java.util.ArrayList;
import java.util.List;

/** Splits a text at double braces. */
final class TemplateParser {
    private TemplateParser() {}

    static List<Template.Part> parse(String text) {
        List<Template.Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        int close = 0;
        while (at < text.length()) {
            int open = text.indexOf("{{", at);
            if (open < 0) {
                break;
            }
            if (open > at && text.charAt(open - 1) == '\\') {
                literal.append(text, at, open - 1).append("{{");
                at = open + 2;
                continue;
            }
            // searched again only when passed, so that many openings before one closing cost one search
            if (close >= 0 && close < open + 2) {
                close = text.indexOf("}}", open + 2);
            }
            if (close < 0 || !looksLikeExpression(text, open + 2, close)) {
                literal.append(text, at, open + 2);
                at = open + 2;
                continue;
            }
            literal.append(text, at, open);
            if (!literal.isEmpty()) {
                parts.add(new Template.Part.Literal(literal.toString()));
                literal.setLength(0);
            }
            parts.add(new Template.Part.Embedded(Expression.parse(text.substring(open + 2, close))));
            at = close + 2;
        }
        literal.append(text, at, text.length());
        if (!literal.isEmpty() || parts.isEmpty()) {
            parts.add(new Template.Part.Literal(literal.toString()));
        }
        return parts;
    }

    /** Whether the first character that is no blank could begin a name. */
    private static boolean looksLikeExpression(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\t') {
                return c == '_' || Character.isLetterOrDigit(c);
            }
        }
        return false;
    }
}
