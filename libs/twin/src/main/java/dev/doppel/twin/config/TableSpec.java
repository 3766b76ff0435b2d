package dev.doppel.twin.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table as written (spec 1.4).
 *
 * @param maxItems 0 for unlimited
 * @param integerIds sequence ids are numbers ({@code idType: integer})
 * @param transitions allowed values of a property by its present value
 * @param raw the mapping as read, for lossless export
 */
public record TableSpec(
        String name,
        String idField,
        IdStrategy idStrategy,
        String idPrefix,
        boolean integerIds,
        @Nullable String idTemplate,
        int maxItems,
        List<Map<String, Object>> seeds,
        @Nullable ValidationSpec validation,
        @Nullable String parentField,
        Map<String, Relation> relations,
        Transforms response,
        Map<String, Map<String, List<String>>> transitions,
        String pointer,
        Map<String, Object> raw) {

    /** False for a table of constants that only rules read: its ids are given and it has no {@code response}. */
    public boolean shown() {
        return raw.containsKey("response") || idStrategy != IdStrategy.NONE;
    }

    /** Spec 1.5. */
    public enum IdStrategy {
        UUID,
        PREFIX,
        SHORT,
        ULID,
        SEQUENCE,
        NANOID,
        NONE
    }

    /** A property that names a row of another table; {@code field} is null for that table's id. */
    public record Relation(String table, @Nullable String field, String onMissing, String onDelete) {}
}
