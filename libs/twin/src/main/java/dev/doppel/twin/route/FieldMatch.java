package dev.doppel.twin.route;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one kind of condition met a request. */
public record FieldMatch(
        String field,
        boolean matched,
        int score,
        int maxScore,
        @Nullable Object expected,
        @Nullable Object actual) {

    static FieldMatch of(
            String field, boolean matched, int points, @Nullable Object expected, @Nullable Object actual) {
        return new FieldMatch(field, matched, matched ? points : 0, points, expected, actual);
    }

    public Map<String, Object> asMap() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("field", field);
        out.put("matched", matched);
        out.put("score", score);
        out.put("maxScore", maxScore);
        out.put("expected", expected);
        out.put("actual", actual);
        return out;
    }
}
