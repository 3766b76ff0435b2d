package dev.doppel.definition.tree;

import dev.doppel.definition.model.SourceRef;

/** A node of a document. Immutable. */
public sealed interface Node permits MapNode, ListNode, ScalarNode {
    /** Where it was written. */
    SourceRef at();

    /** How to call it in a message: "text", "a list", "null", and so on. */
    String kind();

    /** How many nodes a tree has, counting shared ones each time; at most a little above the limit, and so is the cost. */
    static long size(Node node, long limit) {
        long sum = 1;
        switch (node) {
            case ScalarNode scalar -> {}
            case ListNode list -> {
                for (Node item : list.items()) {
                    sum += size(item, limit - sum);
                    if (sum > limit) {
                        return sum;
                    }
                }
            }
            case MapNode map -> {
                for (MapNode.Field field : map.fields().values()) {
                    sum += size(field.value(), limit - sum);
                    if (sum > limit) {
                        return sum;
                    }
                }
            }
        }
        return sum;
    }
}
