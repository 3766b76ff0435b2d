package dev.doppel.definition.tree;

import dev.doppel.definition.model.SourceRef;

/** A node of a document. Immutable. */
public sealed interface Node permits MapNode, ListNode, ScalarNode {
    /** Where it was written. */
    SourceRef at();

    /** How to call it in a message: "text", "a list", "null", and so on. */
    String kind();

    /** Whether a tree has at most so many nodes, counting shared ones each time; costs no more than the limit. */
    static boolean withinSize(Node node, int limit) {
        return count(node, limit) <= limit;
    }

    private static int count(Node node, int limit) {
        int sum = 1;
        switch (node) {
            case ScalarNode scalar -> {}
            case ListNode list -> {
                for (Node item : list.items()) {
                    sum += count(item, limit - sum);
                    if (sum > limit) {
                        return sum;
                    }
                }
            }
            case MapNode map -> {
                for (MapNode.Field field : map.fields().values()) {
                    sum += count(field.value(), limit - sum);
                    if (sum > limit) {
                        return sum;
                    }
                }
            }
        }
        return sum;
    }
}
