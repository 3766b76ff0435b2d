package dev.doppel.matching.path;

final class PathParser {
    private PathParser() {}

    static Path parse(String text, PathKind kind) {
        throw new UnsupportedOperationException();
    }
}
