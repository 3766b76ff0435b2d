package dev.doppel.matching.path;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a path leads to. A value that is {@code null} in the document is found; {@code missing} means there is no such place. */
public sealed interface PathResult {
    /** The value at the path. */
    record Found(JsonNode node) implements PathResult {}

    /**
     * Nothing is at the path.
     *
     * @param path the path as written
     * @param deepestExisting the longest beginning of the path that exists, in path syntax
     * @param availableKeys at most 50 keys of an object at that place; empty for anything else
     * @param reason a whole sentence for people, naming path, place and what is there instead
     */
    record Missing(String path, String deepestExisting, List<String> availableKeys, String reason)
            implements PathResult {
        public Missing {
            availableKeys = List.copyOf(availableKeys);
        }
    }
}
