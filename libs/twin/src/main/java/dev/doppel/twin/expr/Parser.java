package dev.doppel.twin.expr;

import dev.doppel.twin.value.Numbers;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tokens to a tree, by precedence climbing; the order of operators is that of spec 1.10. */
final class Parser {
    private static final int MAX_DEPTH = 100;
    private static final Map<String, Integer> BINARY = new HashMap<>();
    private static final Map<String, Integer> UNARY = Map.of("not", 50, "!", 50, "-", 90, "+", 90);
    private static final Set<String> RIGHT = Set.of("**", "^");

    static {
        BINARY.put("|", 0);
        BINARY.put("or", 10);
        BINARY.put("||", 10);
        BINARY.put("and", 15);
        BINARY.put("&&", 15);
        for (String op :
                List.of("==", "!=", "<", ">", "<=", ">=", "in", "contains", "startsWith", "endsWith", "matches")) {
            BINARY.put(op, 20);
        }
        BINARY.put("..", 25);
        BINARY.put("+", 30);
        BINARY.put("-", 30);
        BINARY.put("*", 60);
        BINARY.put("/", 60);
        BINARY.put("%", 60);
        BINARY.put("**", 100);
        BINARY.put("^", 100);
        BINARY.put("??", 500);
    }

    private final List<Token> tokens;
    private int at;
    private int depth;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Node parse(String text) {
        Parser parser = new Parser(Lexer.tokens(text));
        Node node = parser.sequence();
        if (parser.peek().kind() != Token.Kind.END) {
            throw parser.unexpected();
        }
        return node;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        return tokens.get(at++);
    }

    private boolean take(String operator) {
        if (peek().is(operator)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String operator) {
        if (!take(operator)) {
            throw new ExprException(
                    "expected \"" + operator + "\" at " + peek().at() + ", found \"" + peek().text() + "\"");
        }
    }

    private ExprException unexpected() {
        Token t = peek();
        return new ExprException(
                t.kind() == Token.Kind.END
                        ? "the expression ends too early"
                        : "unexpected \"" + t.text() + "\" at " + t.at());
    }

    private Node sequence() {
        if (peek().word("let")) {
            at++;
            String name = next().text();
            expect("=");
            Node value = expression(0);
            expect(";");
            return new Node.Let(name, value, sequence());
        }
        return expression(0);
    }

    private Node expression(int precedence) {
        if (++depth > MAX_DEPTH) {
            throw new ExprException("nested deeper than " + MAX_DEPTH);
        }
        try {
            Node left = primary();
            while (true) {
                Token t = peek();
                boolean not = t.word("not")
                        && at + 1 < tokens.size()
                        && Set.of("in", "contains", "startsWith", "endsWith", "matches")
                                .contains(tokens.get(at + 1).text());
                String op = not
                        ? tokens.get(at + 1).text()
                        : t.kind() == Token.Kind.OPERATOR || t.kind() == Token.Kind.NAME ? t.text() : "";
                Integer strength = BINARY.get(op);
                if (strength == null || strength < precedence) {
                    break;
                }
                at += not ? 2 : 1;
                if (op.equals("|")) {
                    left = pipe(left);
                    continue;
                }
                Node right = expression(RIGHT.contains(op) ? strength : strength + 1);
                Node joined = new Node.Binary(op, left, right);
                left = not ? new Node.Unary("not", joined) : joined;
            }
            return precedence == 0 ? conditional(left) : left;
        } finally {
            depth--;
        }
    }

    private Node conditional(Node when) {
        if (!take("?")) {
            return when;
        }
        if (take(":")) {
            return new Node.Conditional(when, when, expression(0));
        }
        Node then = expression(0);
        expect(":");
        return new Node.Conditional(when, then, expression(0));
    }

    private Node pipe(Node left) {
        Token name = next();
        if (name.kind() != Token.Kind.NAME) {
            at--;
            throw unexpected();
        }
        List<Node> arguments = new ArrayList<>();
        arguments.add(left);
        if (take("(")) {
            arguments(arguments, name.text());
        }
        return postfix(new Node.Call(name.text(), arguments));
    }

    private Node primary() {
        Token t = peek();
        Integer unary = t.kind() == Token.Kind.OPERATOR || t.word("not") ? UNARY.get(t.text()) : null;
        if (unary != null) {
            at++;
            return postfix(new Node.Unary(t.text(), expression(unary)));
        }
        if (take("(")) {
            Node inner = sequence();
            expect(")");
            return postfix(inner);
        }
        if (take("#")) {
            String name = peek().kind() == Token.Kind.NAME
                            && tokens.get(at).at() == tokens.get(at - 1).at() + 1
                    ? next().text()
                    : "";
            return postfix(new Node.Pointer(name));
        }
        if (t.is(".") || t.is("?.")) {
            return postfix(new Node.Pointer(""));
        }
        if (take("[")) {
            List<Node> items = new ArrayList<>();
            while (!take("]")) {
                items.add(expression(0));
                if (!peek().is("]")) {
                    expect(",");
                }
            }
            return postfix(new Node.ArrayOf(items));
        }
        if (take("{")) {
            return postfix(map());
        }
        at++;
        return switch (t.kind()) {
            case NUMBER -> postfix(new Node.Literal(number(t.text())));
            case STRING -> postfix(new Node.Literal(t.text()));
            case NAME -> postfix(name(t));
            case OPERATOR, END -> {
                at--;
                throw unexpected();
            }
        };
    }

    private Node name(Token t) {
        switch (t.text()) {
            case "true" -> {
                return new Node.Literal(Boolean.TRUE);
            }
            case "false" -> {
                return new Node.Literal(Boolean.FALSE);
            }
            case "nil" -> {
                return new Node.Literal(null);
            }
            default -> {
                if (take("(")) {
                    List<Node> arguments = new ArrayList<>();
                    arguments(arguments, t.text());
                    return new Node.Call(t.text(), arguments);
                }
                return new Node.Name(t.text());
            }
        }
    }

    private void arguments(List<Node> out, String function) {
        while (!take(")")) {
            boolean braces = Functions.PREDICATES.contains(function) && take("{");
            out.add(sequence());
            if (braces) {
                expect("}");
            }
            if (!peek().is(")")) {
                expect(",");
            }
        }
    }

    private Node map() {
        List<Node> keys = new ArrayList<>();
        List<Node> values = new ArrayList<>();
        while (!take("}")) {
            Token key = peek();
            if (key.is("(")) {
                at++;
                keys.add(expression(0));
                expect(")");
            } else {
                at++;
                if (key.kind() == Token.Kind.OPERATOR || key.kind() == Token.Kind.END) {
                    at--;
                    throw unexpected();
                }
                keys.add(new Node.Literal(key.text()));
            }
            expect(":");
            values.add(expression(0));
            if (!peek().is("}")) {
                expect(",");
            }
        }
        return new Node.MapOf(keys, values);
    }

    private Node postfix(Node start) {
        Node node = start;
        while (true) {
            boolean optional = peek().is("?.");
            if (optional || peek().is(".")) {
                at++;
                if (optional && take("[")) {
                    node = bracket(node, true);
                    continue;
                }
                Token name = next();
                if (name.kind() != Token.Kind.NAME) {
                    at--;
                    throw unexpected();
                }
                if (take("(")) {
                    List<Node> arguments = new ArrayList<>();
                    arguments(arguments, "");
                    node = new Node.Method(node, name.text(), arguments);
                } else {
                    node = new Node.Member(node, new Node.Literal(name.text()), optional);
                }
            } else if (take("[")) {
                node = bracket(node, false);
            } else {
                return node;
            }
        }
    }

    private Node bracket(Node of, boolean optional) {
        if (take(":")) {
            Node to = peek().is("]") ? null : expression(0);
            expect("]");
            return new Node.Slice(of, null, to);
        }
        Node from = expression(0);
        if (take(":")) {
            @Nullable Node to = peek().is("]") ? null : expression(0);
            expect("]");
            return new Node.Slice(of, from, to);
        }
        expect("]");
        return new Node.Member(of, from, optional);
    }

    private static Object number(String text) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        int radix = lower.startsWith("0x") ? 16 : lower.startsWith("0b") ? 2 : lower.startsWith("0o") ? 8 : 10;
        try {
            if (radix != 10) {
                return Numbers.integer(new BigInteger(lower.substring(2), radix));
            }
            if (lower.indexOf('.') >= 0 || lower.indexOf('e') >= 0) {
                return Double.valueOf(lower);
            }
            return Numbers.integer(new BigInteger(lower));
        } catch (NumberFormatException e) {
            throw new ExprException("not a number: " + text);
        }
    }
}
