package dev.doppel.twin.export;

import dev.doppel.twin.config.TwinConfig;
import dev.doppel.twin.engine.Catalog;
import dev.doppel.twin.engine.Mock;
import dev.doppel.twin.load.TwinLoadException;
import dev.doppel.twin.openapi.ApiDocument;
import dev.doppel.twin.value.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The whole configuration in force, as one mockd file (spec 9): what imported configurations brought stands in it, OpenAPI documents stay
 * imports. Loading it again gives the same mocks, tables, bindings, operations, rules and webhooks.
 */
public final class ConfigExport {
    private static final Set<String> LISTS = Set.of(
            "imports",
            "tables",
            "x-tables",
            "statefulResources",
            "mocks",
            "customOperations",
            "extend",
            "x-extend",
            "x-rules",
            "webhooks",
            "x-webhooks");

    private ConfigExport() {}

    /**
     * A mapping in the form of spec 1.
     *
     * @param standalone puts the OpenAPI documents into the file, so that nothing need lie beside it
     */
    public static Map<String, Object> of(Catalog catalog, boolean standalone) {
        Map<String, Object> out = new LinkedHashMap<>();
        catalog.config().raw().forEach((key, value) -> {
            if (!LISTS.contains(key)) {
                out.put(key, value);
            }
        });
        List<Object> imports = new ArrayList<>();
        catalog.sources().documents().forEach(d -> imports.add(document(d, catalog, standalone)));
        put(out, "imports", imports);
        List<Object> tables = new ArrayList<>();
        List<Object> beside = new ArrayList<>();
        catalog.tables().values().forEach(t -> (t.pointer().startsWith("/x-tables") ? beside : tables).add(t.raw()));
        put(out, "tables", tables);
        put(out, "x-tables", beside);
        List<Object> mocks = new ArrayList<>();
        for (Mock mock : catalog.mocks().values()) {
            if (mock.source() instanceof Mock.Written written) {
                Map<String, Object> raw = new LinkedHashMap<>();
                raw.put("id", mock.id());
                raw.putAll(written.spec().raw());
                raw.put("id", mock.id());
                if (!mock.enabled()) {
                    raw.put("enabled", false);
                } else if (raw.containsKey("enabled")) {
                    raw.put("enabled", true);
                }
                mocks.add(raw);
            }
        }
        List<TwinConfig> parts = catalog.sources().parts();
        put(out, "customOperations", merged(parts, "customOperations"));
        for (String key : List.of("extend", "x-extend")) {
            put(
                    out,
                    key,
                    merged(parts, key).stream()
                            .filter(e -> resolves(catalog, e))
                            .toList());
        }
        put(out, "mocks", mocks);
        put(
                out,
                "x-rules",
                merged(parts, "x-rules").stream().filter(e -> named(catalog, e)).toList());
        List<Object> webhooks = new ArrayList<>(merged(parts, "webhooks"));
        webhooks.addAll(merged(parts, "x-webhooks"));
        put(out, "webhooks", webhooks);
        return out;
    }

    private static void put(Map<String, Object> out, String key, List<Object> list) {
        if (!list.isEmpty()) {
            out.put(key, list);
        }
    }

    private static List<Object> merged(List<TwinConfig> parts, String key) {
        List<Object> out = new ArrayList<>();
        parts.forEach(p -> out.addAll(Values.listOrEmpty(p.raw().get(key))));
        return out;
    }

    /** False for entries whose mock or table has been removed since. */
    private static boolean resolves(Catalog catalog, Object entry) {
        return named(catalog, entry)
                && catalog.tables()
                        .containsKey(Values.show(Values.mapOrEmpty(entry).get("table")));
    }

    private static boolean named(Catalog catalog, Object entry) {
        String reference = Values.show(Values.mapOrEmpty(entry).get("mock"));
        int space = reference.indexOf(' ');
        return catalog.mock(reference) != null
                || space > 0
                        && catalog.mocks().values().stream()
                                .anyMatch(m -> m.method().equalsIgnoreCase(reference.substring(0, space))
                                        && m.path().equals(reference.substring(space + 1)));
    }

    private static Map<String, Object> document(TwinConfig.ImportSpec spec, Catalog catalog, boolean standalone) {
        Map<String, Object> out = new LinkedHashMap<>();
        optional(out, "path", spec.path());
        optional(out, "url", spec.path() == null ? spec.url() : null);
        optional(out, "as", spec.as());
        out.put("format", "openapi");
        if (spec.echo()) {
            out.put("echo", true);
        }
        optional(out, "fixtures", spec.fixtures());
        if (!spec.idempotency().equals("auto")) {
            out.put("idempotency", spec.idempotency());
        }
        Object document = spec.document();
        if (document == null && standalone) {
            try {
                byte[] bytes = spec.path() != null
                        ? catalog.files().read(spec.path())
                        : catalog.files().fetch(String.valueOf(spec.url()));
                document = ApiDocument.parse(spec.source(), bytes);
            } catch (IOException e) {
                throw TwinLoadException.of("export", spec.source(), "", "cannot be read again: " + e.getMessage());
            }
        }
        if (document != null) {
            out.put("x-document", document);
        }
        return out;
    }

    private static void optional(Map<String, Object> out, String key, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            out.put(key, value);
        }
    }
}
