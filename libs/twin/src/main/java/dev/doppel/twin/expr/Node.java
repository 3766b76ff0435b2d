package dev.doppel.twin.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The syntax tree. */
sealed interface Node {
    record Literal(@Nullable Object value) implements Node {}

    record Name(String name) implements Node {}

    /** The element of the predicate being evaluated; {@code name} is empty, index or acc. */
    record Pointer(String name) implements Node {}

    record Member(Node of, Node key, boolean optional) implements Node {}

    record Slice(Node of, @Nullable Node from, @Nullable Node to) implements Node {}

    record Unary(String operator, Node operand) implements Node {}

    record Binary(String operator, Node left, Node right) implements Node {}

    record Conditional(Node when, Node then, Node otherwise) implements Node {}

    record Call(String function, List<Node> arguments) implements Node {}

    record Method(Node of, String name, List<Node> arguments) implements Node {}

    record ArrayOf(List<Node> items) implements Node {}

    record MapOf(List<Node> keys, List<Node> values) implements Node {}

    record Let(String name, Node value, Node body) implements Node {}
}
