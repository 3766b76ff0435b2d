package dev.doppel.matching.path;

final class PathRewriting {
    private PathRewriting() {}

    static PathResult evaluate(Path path, PathScope scope) {
        throw new UnsupportedOperationException();
    }
}
