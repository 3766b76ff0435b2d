package dev.doppel.twin.table;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stored item. Immutable: data is never changed after construction.
 *
 * @param key text of the id
 * @param id the id with its JSON type
 * @param data all properties but the id
 * @param ownCreated the value a seed gave for the output name of createdAt, or null
 * @param seq grows with each insert into its table
 */
public record Row(
        String key,
        Object id,
        Map<String, Object> data,
        Instant created,
        Instant updated,
        @Nullable Object ownCreated,
        long seq,
        boolean deleted) {

    public Row {
        data = Collections.unmodifiableMap(data);
    }

    public Row withData(Map<String, Object> other, Instant now) {
        Instant later = now.isAfter(updated) ? now : updated.plusNanos(1);
        return new Row(key, id, other, created, later, ownCreated, seq, deleted);
    }

    public Row tombstone() {
        return new Row(key, id, data, created, updated, ownCreated, seq, true);
    }

    /** Properties with id, createdAt and updatedAt written over them; timestamps as RFC 3339 text with nanoseconds. */
    public Map<String, Object> raw() {
        Map<String, Object> out = new LinkedHashMap<>(data);
        out.put("id", id);
        out.put("createdAt", Times.nano(created));
        out.put("updatedAt", Times.nano(updated));
        return out;
    }
}
