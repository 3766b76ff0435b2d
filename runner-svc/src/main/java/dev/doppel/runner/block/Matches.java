package dev.doppel.runner.block;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The elements that a match block selected.
 *
 * @param elements in the order of the list
 * @param firmness of the list they come from: GROWING means that none of them can go away
 * @param firmCount so many leading ones keep their places
 */
record Matches(List<JsonNode> elements, Firmness firmness, int firmCount) {
    Matches {
        elements = List.copyOf(elements);
    }

    boolean firstFirm() {
        return firmness == Firmness.FIRM || firmCount > 0;
    }
}
