package dev.doppel.matching.path;

import com.fasterxml.jackson.databind.JsonNode;

final class PathWalker {
    private PathWalker() {}

    static PathResult walk(Path path, JsonNode document) {
        throw new UnsupportedOperationException();
    }
}
