package dev.doppel.twin.expr;

import com.google.re2j.Pattern;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.SafePattern;
import dev.doppel.twin.value.Values;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Walks a tree. Confined to one evaluation. */
final class Evaluator {
    private static final int MAX_STEPS = 10_000;
    private static final long MAX_NANOS = 2_000_000_000L;

    private final Map<String, Object> variables;
    private final Supplier<Instant> clock;
    private final List<Scope> scopes = new ArrayList<>();
    private final Weight weight = new Weight();
    private final long started = System.nanoTime();
    private int steps;

    /** The element a predicate looks at. */
    private record Scope(
            @Nullable Object item, long index, @Nullable Object acc) {}

    Evaluator(Map<String, Object> variables, Supplier<Instant> clock) {
        this.variables = new HashMap<>(variables);
        this.clock = clock;
    }

    Instant now() {
        return clock.get();
    }

    static @Nullable Object tidy(@Nullable Object value) {
        if (value instanceof Number n) {
            return Numbers.tidy(n);
        }
        if (value instanceof List<?> l) {
            List<Object> out = new ArrayList<>(l.size());
            l.forEach(i -> out.add(tidy(i)));
            return out;
        }
        if (value instanceof Map<?, ?> m) {
            Map<String, Object> out = new LinkedHashMap<>();
            m.forEach((k, v) -> out.put(String.valueOf(k), tidy(v)));
            return out;
        }
        return value instanceof OffsetDateTime t ? t.toString() : value instanceof Duration d ? d.toString() : value;
    }

    @Nullable
    Object evaluate(Node node) {
        if (++steps > MAX_STEPS) {
            throw new ExprException("the expression takes more than " + MAX_STEPS + " steps");
        }
        if ((steps & 15) == 0 && System.nanoTime() - started > MAX_NANOS) {
            throw new ExprException("the expression runs longer than 2 s");
        }
        return switch (node) {
            case Node.Literal l -> l.value();
            case Node.Name n -> name(n.name());
            case Node.Pointer p -> pointer(p.name());
            case Node.Member m -> member(m);
            case Node.Slice s -> slice(s);
            case Node.Unary u -> unary(u);
            case Node.Binary b -> binary(b);
            case Node.Conditional c -> evaluate(truth(evaluate(c.when())) ? c.then() : c.otherwise());
            case Node.Call c -> Functions.call(c, this);
            case Node.Method m -> Functions.method(evaluate(m.of()), m.name());
            case Node.ArrayOf a -> {
                List<Object> out = new ArrayList<>();
                a.items().forEach(i -> out.add(evaluate(i)));
                yield weight.deep(out);
            }
            case Node.MapOf m -> {
                Map<String, Object> out = new LinkedHashMap<>();
                for (int i = 0; i < m.keys().size(); i++) {
                    out.put(
                            Values.show(evaluate(m.keys().get(i))),
                            evaluate(m.values().get(i)));
                }
                yield weight.deep(out);
            }
            case Node.Let l -> {
                Object value = evaluate(l.value());
                boolean had = variables.containsKey(l.name());
                Object old = variables.put(l.name(), value);
                try {
                    yield evaluate(l.body());
                } finally {
                    if (had) {
                        variables.put(l.name(), old);
                    } else {
                        variables.remove(l.name());
                    }
                }
            }
        };
    }

    /** What this evaluation made so far. */
    Weight weight() {
        return weight;
    }

    /** Evaluates a predicate with {@code #} bound. */
    @Nullable
    Object with(Node predicate, @Nullable Object item, long index, @Nullable Object acc) {
        scopes.add(new Scope(item, index, acc));
        try {
            return evaluate(predicate);
        } finally {
            scopes.removeLast();
        }
    }

    private @Nullable Object name(String name) {
        if (!variables.containsKey(name)) {
            throw new ExprException("unknown name " + name + " (text needs quotes of its own: '\"" + name + "\"')");
        }
        return variables.get(name);
    }

    private @Nullable Object pointer(String name) {
        if (scopes.isEmpty()) {
            throw new ExprException("# stands outside a predicate");
        }
        Scope scope = scopes.getLast();
        return switch (name) {
            case "" -> scope.item();
            case "index" -> scope.index();
            case "acc" -> scope.acc();
            default -> throw new ExprException("unknown #" + name);
        };
    }

    private @Nullable Object member(Node.Member m) {
        Object of = evaluate(m.of());
        Object key = evaluate(m.key());
        if (of == null) {
            if (m.optional() || m.of() instanceof Node.Member inner && inner.optional()) {
                return null;
            }
            throw new ExprException("cannot read " + Values.show(key) + " of nil (write ?. to get nil)");
        }
        if (of instanceof Map<?, ?> map) {
            return map.get(Values.show(key));
        }
        if (of instanceof List<?> list && key instanceof Number n) {
            long index = n.longValue() < 0 ? list.size() + n.longValue() : n.longValue();
            if (index < 0 || index >= list.size()) {
                throw new ExprException("index " + n + " is outside an array of " + list.size());
            }
            return list.get((int) index);
        }
        if (of instanceof String s && key instanceof Number n) {
            long index = n.longValue() < 0 ? s.length() + n.longValue() : n.longValue();
            if (index < 0 || index >= s.length()) {
                throw new ExprException("index " + n + " is outside a text of " + s.length());
            }
            return String.valueOf(s.charAt((int) index));
        }
        throw new ExprException("cannot read " + Values.show(key) + " of " + kind(of));
    }

    private Object slice(Node.Slice s) {
        Object of = evaluate(s.of());
        int size = of instanceof List<?> l ? l.size() : of instanceof String t ? t.length() : -1;
        if (size < 0) {
            throw new ExprException("cannot take a slice of " + kind(of));
        }
        int from = s.from() == null ? 0 : bound(evaluate(s.from()), size);
        int to = s.to() == null ? size : bound(evaluate(s.to()), size);
        if (from > to) {
            from = to;
        }
        return of instanceof List<?> l
                ? new ArrayList<>(l.subList(from, to))
                : String.valueOf(of).substring(from, to);
    }

    private static int bound(@Nullable Object value, int size) {
        long n = value instanceof Number x ? x.longValue() : 0;
        return (int) Math.clamp(n < 0 ? size + n : n, 0, size);
    }

    private Object unary(Node.Unary u) {
        Object value = evaluate(u.operand());
        if (u.operator().equals("not") || u.operator().equals("!")) {
            return !truth(value);
        }
        if (!(value instanceof Number n)) {
            throw new ExprException("cannot negate " + kind(value));
        }
        return u.operator().equals("+") ? n : Arithmetic.apply("-", 0L, n);
    }

    static boolean truth(@Nullable Object value) {
        if (value instanceof Boolean b) {
            return b;
        }
        throw new ExprException("expected true or false, found " + kind(value));
    }

    private @Nullable Object binary(Node.Binary b) {
        Object left = evaluate(b.left());
        switch (b.operator()) {
            case "??" -> {
                return left != null ? left : evaluate(b.right());
            }
            case "and", "&&" -> {
                return truth(left) && truth(evaluate(b.right()));
            }
            case "or", "||" -> {
                return truth(left) || truth(evaluate(b.right()));
            }
            default -> {
                return operate(b.operator(), left, evaluate(b.right()));
            }
        }
    }

    private static @Nullable Object operate(String op, @Nullable Object a, @Nullable Object b) {
        return switch (op) {
            case "==" -> Values.equal(a, b);
            case "!=" -> !Values.equal(a, b);
            case "<" -> Arithmetic.compare(a, b) < 0;
            case ">" -> Arithmetic.compare(a, b) > 0;
            case "<=" -> Arithmetic.compare(a, b) <= 0;
            case ">=" -> Arithmetic.compare(a, b) >= 0;
            case "in" -> in(a, b);
            case "contains" -> {
                Weight.search(text(a), text(b));
                yield text(a).contains(text(b));
            }
            case "startsWith" -> text(a).startsWith(text(b));
            case "endsWith" -> text(a).endsWith(text(b));
            case "matches" -> {
                Pattern p = SafePattern.compile(text(b));
                if (p == null) {
                    throw new ExprException("not a usable RE2 expression: " + b);
                }
                yield p.matcher(text(a)).find();
            }
            default -> Arithmetic.apply(op, a, b);
        };
    }

    private static boolean in(@Nullable Object a, @Nullable Object b) {
        return switch (b) {
            case List<?> l -> l.stream().anyMatch(i -> Values.equal(i, a));
            case Map<?, ?> m -> m.containsKey(Values.show(a));
            case null -> false;
            default -> throw new ExprException("cannot look for something in " + kind(b));
        };
    }

    static String text(@Nullable Object value) {
        if (value instanceof String s) {
            return s;
        }
        throw new ExprException("expected text, found " + kind(value));
    }

    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "nil";
            case String s -> "text";
            case Long n -> "an integer";
            case Number n -> "a number";
            case Boolean b -> "a boolean";
            case List<?> l -> "an array";
            case Map<?, ?> m -> "a map";
            default -> "a " + value.getClass().getSimpleName();
        };
    }
}
