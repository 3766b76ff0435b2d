package dev.doppel.matching.path;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What paths of one block are evaluated against (spec 7.3). Immutable as long as the documents are not changed; evaluation never
 * changes them.
 */
public sealed interface PathScope {
    /** A self block, a step extract or {@code until}: legacy names mean the step's own request and response. */
    record Self(JsonNode root) implements PathScope {}

    /** A new match block: all paths are root paths; the root holds {@code match}, {@code matches}, {@code lastMatch}. */
    record NewMatch(JsonNode root) implements PathScope {}

    /** An old match block: {@code request}, {@code response} and the like mean the matched entry. */
    record OldMatch(JsonNode root, JsonNode entry) implements PathScope {}

    /** The root document. */
    JsonNode root();

    /** Evaluates a path of generation NEW or LEGACY, with rewriting, aliases and fallbacks of spec 7.3. */
    default PathResult evaluate(Path path) {
        return PathRewriting.evaluate(path, this);
    }
}
