package dev.doppel.twin.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How rows and errors look outside (spec 1.11).
 *
 * @param statuses status by action for get, update, patch, list and custom
 * @param defaults expressions evaluated at create for properties that are absent
 */
public record Transforms(
        Timestamps timestamps,
        Fields fields,
        @Nullable ListShape list,
        CreateShape create,
        DeleteShape delete,
        @Nullable ErrorShape errors,
        Map<String, Integer> statuses,
        Complete complete,
        Map<String, Object> defaults) {

    public static final Transforms NONE = new Transforms(
            new Timestamps(TimestampFormat.RFC3339, "createdAt", "updatedAt"),
            new Fields(Map.of(), List.of(), Map.of(), Map.of()),
            null,
            new CreateShape(201, null),
            new DeleteShape(204, null, false, null),
            null,
            Map.of(),
            Complete.OFF,
            Map.of());

    /** Spec 1.11.1. */
    public enum TimestampFormat {
        UNIX,
        UNIX_MS,
        ISO8601,
        RFC3339,
        RFC2822,
        NONE
    }

    /** What fills missing properties of bound replies (spec 11, item 2). */
    public enum Complete {
        OFF,
        NULLS,
        EXAMPLE,
        SCHEMA
    }

    /** Output names of the two system timestamps. */
    public record Timestamps(TimestampFormat format, String createdAt, String updatedAt) {}

    /** Spec 1.11.2; {@code wrapAsList} maps a field to its url, "" for none. */
    public record Fields(
            Map<String, String> rename,
            List<String> hide,
            Map<String, String> wrapAsList,
            Map<String, Object> inject) {}

    /** Spec 1.11.3; limits 0 when not set; {@code where} is an expression over row and query that listed rows meet, or null. */
    public record ListShape(
            String dataField,
            Map<String, Object> extraFields,
            Map<String, String> metaFields,
            boolean hideMeta,
            int defaultLimit,
            int maxLimit,
            @Nullable String where) {}

    /** Spec 1.11.4. */
    public record CreateShape(int status, @Nullable Map<String, Object> body) {}

    /** Spec 1.11.5; {@code afterDelete} is gone, visible, body or null for the engine's switch. */
    public record DeleteShape(
            int status,
            @Nullable Map<String, Object> body,
            boolean preserve,
            @Nullable String afterDelete) {}

    /** Spec 1.11.6. */
    public record ErrorShape(
            @Nullable String wrap,
            Map<String, String> fields,
            Map<String, String> typeMap,
            Map<String, String> codeMap,
            Map<String, Object> inject,
            Map<String, String> messages) {

        /** True when the other differs in messages and codes at most. */
        public boolean like(ErrorShape other) {
            return common(false).equals(other.common(false));
        }

        /** The same without messages, and without codes too. */
        public ErrorShape common(boolean codes) {
            return new ErrorShape(wrap, fields, typeMap, codes ? codeMap : Map.of(), inject, Map.of());
        }
    }
}
