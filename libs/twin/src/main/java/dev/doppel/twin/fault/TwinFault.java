package dev.doppel.twin.fault;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that ends in an error answer of the twin. */
public final class TwinFault extends RuntimeException {
    private final ErrorKind kind;
    private final int status;
    private final @Nullable String resource;
    private final @Nullable String id;
    private final @Nullable String field;
    private final @Nullable String hint;
    private final transient Map<String, Object> extra;
    private final transient List<Map<String, Object>> violations;

    private TwinFault(
            ErrorKind kind,
            int status,
            String message,
            @Nullable String resource,
            @Nullable String id,
            @Nullable String field,
            @Nullable String hint,
            Map<String, Object> extra,
            List<Map<String, Object>> violations) {
        super(message, null, false, false);
        this.kind = kind;
        this.status = status;
        this.resource = resource;
        this.id = id;
        this.field = field;
        this.hint = hint;
        this.extra = extra;
        this.violations = violations;
    }

    public static TwinFault of(ErrorKind kind, String message) {
        return new TwinFault(kind, kind.status(), message, null, null, null, null, Map.of(), List.of());
    }

    public static TwinFault notFound(String table, String id) {
        return new TwinFault(
                ErrorKind.NOT_FOUND,
                404,
                "resource \"" + table + "\" item \"" + id + "\" not found",
                table,
                id,
                null,
                null,
                Map.of(),
                List.of());
    }

    public static TwinFault conflict(String table, String id) {
        return new TwinFault(
                ErrorKind.CONFLICT,
                409,
                "resource \"" + table + "\" item \"" + id + "\" already exists",
                table,
                id,
                null,
                null,
                Map.of(),
                List.of());
    }

    public static TwinFault invalid(@Nullable String field, String message) {
        return new TwinFault(ErrorKind.VALIDATION_ERROR, 400, message, null, null, field, null, Map.of(), List.of());
    }

    public TwinFault withStatus(int other) {
        return new TwinFault(kind, other, text(), resource, id, field, hint, extra, violations);
    }

    public TwinFault withHint(String text) {
        return new TwinFault(kind, status, text(), resource, id, field, text, extra, violations);
    }

    public TwinFault withField(@Nullable String name) {
        return new TwinFault(kind, status, text(), resource, id, name, hint, extra, violations);
    }

    /** Members for the answer that win over those of the error maps, such as a {@code code}. */
    public TwinFault withExtra(Map<String, Object> members) {
        return new TwinFault(kind, status, text(), resource, id, field, hint, members, violations);
    }

    public TwinFault withViolations(List<Map<String, Object>> list) {
        return new TwinFault(kind, status, text(), resource, id, field, hint, extra, list);
    }

    public TwinFault withMessage(String text) {
        return new TwinFault(kind, status, text, resource, id, field, hint, extra, violations);
    }

    public TwinFault withResource(String table) {
        return new TwinFault(
                kind, status, text(), resource == null ? table : resource, id, field, hint, extra, violations);
    }

    public String text() {
        return String.valueOf(getMessage());
    }

    public ErrorKind kind() {
        return kind;
    }

    public int status() {
        return status;
    }

    public @Nullable String resource() {
        return resource;
    }

    public @Nullable String id() {
        return id;
    }

    public @Nullable String field() {
        return field;
    }

    public @Nullable String hint() {
        return hint;
    }

    public Map<String, Object> extra() {
        return extra;
    }

    public List<Map<String, Object>> violations() {
        return violations;
    }
}
