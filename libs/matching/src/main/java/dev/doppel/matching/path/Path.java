package dev.doppel.matching.path;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A parsed path (spec 7.3). Immutable.
 *
 * @param text as written
 * @param generation how it begins
 * @param segments the steps after {@code $}, {@code $$} or nothing; empty for {@code $} and {@code $$}
 */
public record Path(String text, Generation generation, List<Segment> segments) {
    public Path {
        segments = List.copyOf(segments);
    }

    /**
     * Reads a path of either generation.
     *
     * @throws PathSyntaxException with advice, for anything outside the grammar; nothing else is thrown
     */
    public static Path parse(String text, PathKind kind) {
        return PathParser.parse(text, kind);
    }

    /** Walks the document as it is, without rewriting of legacy names; see {@link PathScope#evaluate} for that. */
    public PathResult evaluate(JsonNode document) {
        return PathWalker.walk(this, document);
    }
}
