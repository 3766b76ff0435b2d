package dev.doppel.twin.action;

import dev.doppel.twin.table.Row;
import dev.doppel.twin.table.Times;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One filter on a property or a value within it.
 *
 * @param range "" for equality, else gt, gte, lt or lte
 * @param indexed values came as {@code a[0]=x&a[1]=y}: a list must hold all of them
 */
record Condition(String property, List<String> path, String range, boolean indexed, List<String> wanted) {

    /** Conditions of the same key are one. */
    String key() {
        return property + path + range + indexed;
    }

    Condition and(Condition other) {
        List<String> both = new ArrayList<>(wanted);
        both.addAll(other.wanted);
        return new Condition(property, path, range, indexed, both);
    }

    boolean test(Row row) {
        if (property.equals("createdAt") || property.equals("updatedAt")) {
            Instant time = property.equals("createdAt") ? row.created() : row.updated();
            return wanted.stream().allMatch(w -> time(time, w));
        }
        Object value = property.equals("id") ? row.id() : row.data().get(property);
        for (String step : path) {
            Map<String, Object> map = Values.map(value);
            if (map != null && map.get("data") instanceof List<?> && !map.containsKey(step)) {
                value = null;
            } else {
                value = map != null ? map.get(step) : null;
            }
        }
        if (!range.isEmpty()) {
            Object actual = value;
            return wanted.stream().allMatch(w -> inRange(actual, w));
        }
        if (value instanceof List<?> list) {
            return indexed
                    ? wanted.stream().allMatch(w -> list.stream().anyMatch(i -> same(i, w)))
                    : wanted.stream().anyMatch(w -> list.stream().anyMatch(i -> same(i, w)));
        }
        Object actual = value instanceof Map<?, ?> m && m.containsKey("id") ? m.get("id") : value;
        return wanted.stream().anyMatch(w -> same(actual, w));
    }

    private boolean time(Instant time, String text) {
        if (range.isEmpty()) {
            Number n = Numbers.parse(text);
            Instant at = Times.parse(n != null ? n : text);
            return at != null && at.getEpochSecond() == time.getEpochSecond();
        }
        return inRange(Times.nano(time), text);
    }

    /** Equality of a stored value and text: numbers numerically, null and absent as empty text. */
    static boolean same(@Nullable Object value, String text) {
        if (value instanceof Number n) {
            Number other = Numbers.parse(text);
            return other != null && Numbers.compare(n, other) == 0;
        }
        return value == null ? text.isEmpty() : text.equals(Values.text(value));
    }

    private boolean inRange(@Nullable Object value, String text) {
        int c;
        Number bound = Numbers.parse(text);
        if (value instanceof Number n && bound != null) {
            c = Numbers.compare(n, bound);
        } else {
            Instant at = Times.parse(value);
            Instant limit = Times.parse(bound != null ? bound : text);
            if (at == null || limit == null) {
                return false;
            }
            boolean day = bound == null && text.length() == 10;
            c = day
                    ? at.atZone(java.time.ZoneOffset.UTC)
                            .toLocalDate()
                            .compareTo(limit.atZone(java.time.ZoneOffset.UTC).toLocalDate())
                    : at.getEpochSecond() == limit.getEpochSecond() ? 0 : at.compareTo(limit);
        }
        return switch (range) {
            case "gt" -> c > 0;
            case "gte" -> c >= 0;
            case "lt" -> c < 0;
            default -> c <= 0;
        };
    }
}
