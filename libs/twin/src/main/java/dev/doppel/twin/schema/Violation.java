package dev.doppel.twin.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something in a request that its rules do not allow (spec 4.4).
 *
 * @param field dotted path
 * @param location body, path, query or header
 * @param code one of the codes of spec 4.4
 */
public record Violation(
        String field,
        String location,
        String code,
        String message,
        @Nullable Object received,
        @Nullable Object expected) {

    public Violation in(String place) {
        return new Violation(field, place, code, message, received, expected);
    }

    public Map<String, Object> asMap() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("field", field);
        out.put("location", location);
        out.put("code", code);
        out.put("message", message);
        if (received != null) {
            out.put("received", received);
        }
        if (expected != null) {
            out.put("expected", expected);
        }
        return out;
    }
}
