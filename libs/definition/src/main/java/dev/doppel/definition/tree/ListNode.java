package dev.doppel.definition.tree;

import dev.doppel.definition.model.SourceRef;
import java.util.List;

/** A list. */
public record ListNode(SourceRef at, List<Node> items) implements Node {
    public ListNode {
        items = List.copyOf(items);
    }

    @Override
    public String kind() {
        return "a list";
    }
}
