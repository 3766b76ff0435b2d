package dev.doppel.twin.config;

import dev.doppel.twin.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole configuration as read; {@code raw} keeps the document for lossless export. Immutable. */
public record TwinConfig(
        String name,
        List<ImportSpec> imports,
        List<TableSpec> tables,
        List<BindingSpec> bindings,
        List<MockSpec> mocks,
        List<OperationSpec> operations,
        ServerSpec server,
        List<WebhookSpec> webhooks,
        List<RuleSpec> rules,
        Map<String, Object> raw) {

    /** This with another's entries after its own; name and server settings stay. */
    public TwinConfig and(TwinConfig more) {
        Map<String, Object> merged = new LinkedHashMap<>(raw);
        more.raw.forEach((key, value) -> {
            if (value instanceof List<?> added && (merged.get(key) == null || merged.get(key) instanceof List)) {
                List<Object> all = new ArrayList<>(Values.listOrEmpty(merged.get(key)));
                all.addAll(added);
                merged.put(key, all);
            } else {
                merged.putIfAbsent(key, value);
            }
        });
        return new TwinConfig(
                name,
                joined(imports, more.imports),
                joined(tables, more.tables),
                joined(bindings, more.bindings),
                joined(mocks, more.mocks),
                joined(operations, more.operations),
                server,
                joined(webhooks, more.webhooks),
                joined(rules, more.rules),
                merged);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    /**
     * Spec 1.3; {@code idempotency} is auto, on or off.
     *
     * @param document the document itself, written in place of a file ({@code x-document}); or null
     */
    public record ImportSpec(
            @Nullable String path,
            @Nullable String url,
            @Nullable String as,
            @Nullable String format,
            boolean echo,
            @Nullable String fixtures,
            String idempotency,
            boolean includeStatic,
            @Nullable Object document,
            String pointer) {

        /** An OpenAPI file without a name before its operations. */
        public static ImportSpec openapi(String path, String pointer) {
            return new ImportSpec(path, null, null, "openapi", false, null, "off", false, null, pointer);
        }

        /** What people know the import by. */
        public String source() {
            return path != null ? path : url != null ? url : "x-document";
        }
    }

    /** Spec 1.7; {@code response} null when the table's holds. */
    public record BindingSpec(
            String mock,
            String table,
            String action,
            @Nullable String operation,
            @Nullable Transforms response,
            String pointer,
            boolean extended) {}

    /** Spec 1.9. */
    public record OperationSpec(
            String name,
            boolean atomic,
            List<Step> steps,
            @Nullable Map<String, Object> response,
            String pointer,
            Map<String, Object> raw) {}

    /** One step of a custom operation, as written. */
    public record Step(String type, Section section) {}

    /** Spec 11, item 6. */
    public record WebhookSpec(
            String on,
            @Nullable String url,
            @Nullable String endpointTable,
            @Nullable String event,
            @Nullable String recordTable,
            String format,
            String secret,
            Duration delay,
            int retries,
            @Nullable String when,
            Map<String, Object> data,
            String pointer) {}

    /** An {@code x-rules} entry: see docs/twin-extensions.md. {@code after} puts it behind the action. */
    public record RuleSpec(
            String mock,
            boolean after,
            String when,
            Map<String, Object> set,
            Map<String, Object> update,
            Map<String, Object> vars,
            Map<String, Object> params,
            List<Step> steps,
            @Nullable Map<String, Object> error,
            int status,
            String pointer) {}

    /** Spec 1.12, as far as an engine behind someone else's listener cares. */
    public record ServerSpec(
            int httpPort,
            int adminPort,
            int maxLogEntries,
            long maxBodySize,
            int maxBoundBody,
            Map<String, String> responseHeaders,
            ServerValidation validation,
            @Nullable Map<String, Object> chaos,
            Map<String, Object> cors,
            @Nullable String clock,
            boolean visibleDeletes,
            double requestsPerSecond,
            int burst,
            @Nullable Map<String, Object> auth) {}

    /** Spec 4.1. */
    public record ServerValidation(
            boolean enabled,
            boolean request,
            boolean response,
            boolean failOnError,
            String mode,
            @Nullable String specFile) {}
}
