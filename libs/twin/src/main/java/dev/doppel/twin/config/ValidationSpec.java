package dev.doppel.twin.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Request validation of a mock or table (spec 4.2, 4.3). Rules are mappings as written.
 *
 * @param mode strict, warn or permissive
 * @param schemaRef file of a JSON Schema, or null
 */
public record ValidationSpec(
        boolean auto,
        List<String> required,
        Map<String, Object> fields,
        @Nullable Map<String, Object> schema,
        @Nullable String schemaRef,
        Map<String, Object> pathParams,
        Map<String, Object> queryParams,
        Map<String, Object> headers,
        String mode,
        int failStatus,
        @Nullable Part onCreate,
        @Nullable Part onUpdate) {

    /** Additional rules of one action. */
    public record Part(List<String> required, Map<String, Object> fields) {}

    static ValidationSpec read(Section s) {
        s.known(java.util.Set.of(
                "auto",
                "required",
                "fields",
                "schema",
                "schemaRef",
                "pathParams",
                "queryParams",
                "headers",
                "mode",
                "failStatus",
                "onCreate",
                "onUpdate"));
        String mode = s.text("mode", "strict");
        if (!List.of("strict", "warn", "permissive").contains(mode)) {
            s.error("mode", "mode must be strict, warn or permissive, not " + mode);
        }
        return new ValidationSpec(
                s.flag("auto", false),
                s.texts("required"),
                s.values("fields"),
                s.has("schema") ? s.values("schema") : null,
                s.text("schemaRef"),
                s.values("pathParams"),
                s.values("queryParams"),
                s.values("headers"),
                mode,
                s.integer("failStatus", 400),
                part(s.section("onCreate")),
                part(s.section("onUpdate")));
    }

    private static @Nullable Part part(@Nullable Section s) {
        return s == null ? null : new Part(s.texts("required"), s.values("fields"));
    }
}
