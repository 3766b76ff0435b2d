package dev.doppel.twin.expr;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A compiled expression. Immutable and thread-safe. */
public final class Expression {
    private final String text;
    private final Node node;

    private Expression(String text, Node node) {
        this.text = text;
        this.node = node;
    }

    /** Compiles; {@link ExprException} says what does not parse, or which function is unknown. */
    public static Expression compile(String text) {
        Node node = Parser.parse(text);
        Free.check(node);
        return new Expression(text, node);
    }

    /** Source text. */
    public String text() {
        return text;
    }

    /** Names that the expression expects from outside. */
    public Set<String> names() {
        Set<String> out = new HashSet<>();
        Free.names(node, new HashSet<>(), out);
        return out;
    }

    /** Evaluates with the given variables; at most 10 000 steps. Integral decimals come out as integers. */
    public @Nullable Object evaluate(Map<String, Object> variables, Supplier<Instant> clock) {
        return Evaluator.tidy(new Evaluator(variables, clock).evaluate(node));
    }

    @Override
    public String toString() {
        return text;
    }
}
