package dev.doppel.twin.expr;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Free names and unknown functions of a tree. */
final class Free {
    private Free() {}

    static void names(Node node, Set<String> bound, Set<String> out) {
        switch (node) {
            case Node.Name n -> {
                if (!bound.contains(n.name())) {
                    out.add(n.name());
                }
            }
            case Node.Let l -> {
                names(l.value(), bound, out);
                Set<String> inner = new HashSet<>(bound);
                inner.add(l.name());
                names(l.body(), inner, out);
            }
            default -> children(node).forEach(c -> names(c, bound, out));
        }
    }

    static void check(Node node) {
        if (node instanceof Node.Call call && !Functions.known(call.function())) {
            throw new ExprException("unknown function " + call.function() + "()");
        }
        children(node).forEach(Free::check);
    }

    private static List<Node> children(Node node) {
        return switch (node) {
            case Node.Literal n -> List.of();
            case Node.Name n -> List.of();
            case Node.Pointer n -> List.of();
            case Node.Member m -> List.of(m.of(), m.key());
            case Node.Slice s ->
                java.util.stream.Stream.of(s.of(), s.from(), s.to())
                        .filter(java.util.Objects::nonNull)
                        .toList();
            case Node.Unary u -> List.of(u.operand());
            case Node.Binary b -> List.of(b.left(), b.right());
            case Node.Conditional c -> List.of(c.when(), c.then(), c.otherwise());
            case Node.Call c -> c.arguments();
            case Node.Method m -> concat(List.of(m.of()), m.arguments());
            case Node.ArrayOf a -> a.items();
            case Node.MapOf m -> concat(m.keys(), m.values());
            case Node.Let l -> List.of(l.value(), l.body());
        };
    }

    private static List<Node> concat(List<Node> a, List<Node> b) {
        return java.util.stream.Stream.concat(a.stream(), b.stream()).toList();
    }
}
