package dev.doppel.twin.admin;

import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.convert.ForeignDocuments;
import dev.doppel.twin.convert.Format;
import dev.doppel.twin.engine.Catalog;
import dev.doppel.twin.engine.CatalogLoader;
import dev.doppel.twin.engine.Mock;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.load.FileResolver;
import dev.doppel.twin.load.Problem;
import dev.doppel.twin.load.Problems;
import dev.doppel.twin.openapi.ApiDocument;
import dev.doppel.twin.operation.CustomOperation;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes of what is served: /mocks, /config, /import, tables and operations made and removed. One change at a time. */
final class ChangeArea implements AdminApi.Area {
    private final TwinInstance twin;

    private final boolean ofFile;

    /** @param ofFile whether a configuration file fills the twin at its next start, or nothing but this API does */
    ChangeArea(TwinInstance twin, boolean ofFile) {
        this.twin = twin;
        this.ofFile = ofFile;
    }

    @Override
    public @Nullable TwinResponse answer(AdminApi.Ask ask) {
        if (ask.method().equals("GET")) {
            return null;
        }
        synchronized (twin) {
            TwinResponse answer = mocks(ask);
            return answer != null ? answer : others(ask);
        }
    }

    private @Nullable TwinResponse mocks(AdminApi.Ask ask) {
        if (ask.is("POST", "mocks")) {
            Map<String, Object> mock = identified(ask.body());
            String id = Values.show(mock.get("id"));
            if (twin.catalog().mocks().containsKey(id)) {
                return AdminApi.error(
                        409, "conflict", "a mock " + id + " is served already; PUT /mocks/" + id + " replaces it");
            }
            add(Map.of("mocks", List.of(mock)), null);
            return TwinResponse.json(201, shown(id));
        }
        if (ask.is("POST", "mocks", "bulk")) {
            List<Object> all = new ArrayList<>();
            for (Object one : list(ask)) {
                all.add(identified(Values.mapOrEmpty(one)));
            }
            add(Map.of("mocks", all), null);
            return TwinResponse.json(201, Map.of("created", (long) all.size(), "mocks", all));
        }
        if (ask.is("DELETE", "mocks")) {
            long n = twin.catalog().mocks().size();
            twin.replace(twin.catalog().withMocks(Map.of()));
            twin.additions().clear();
            return AdminApi.ok(Map.of("deleted", n));
        }
        if (ask.is("PUT", "mocks", "*") || ask.is("PATCH", "mocks", "*")) {
            return change(ask, ask.parts().get(1));
        }
        if (ask.is("DELETE", "mocks", "*")) {
            twin.additions().remove("mocks", ask.parts().get(1));
        }
        return null; // the rest of that is MockArea's
    }

    private TwinResponse change(AdminApi.Ask ask, String id) {
        Mock known = twin.catalog().mock(id);
        if (known == null) {
            return MockArea.unknown(twin, id);
        }
        Map<String, Object> body = ask.body();
        boolean patch = ask.method().equals("PATCH");
        if (patch && body.keySet().equals(java.util.Set.of("enabled"))) {
            Map<String, Mock> next = new LinkedHashMap<>(twin.catalog().mocks());
            next.put(known.id(), known.switched(Boolean.TRUE.equals(body.get("enabled"))));
            twin.replace(twin.catalog().withMocks(next));
            return AdminApi.ok(shown(known.id()));
        }
        Map<String, Object> before =
                known.source() instanceof Mock.Written written ? written.spec().raw() : null;
        if (patch && before == null) {
            return AdminApi.error(
                    409,
                    "imported",
                    id + " comes from a document: PATCH can only switch it (enabled); PUT takes its place");
        }
        Map<String, Object> mock = new LinkedHashMap<>(patch && before != null ? before : Map.of());
        mock.putAll(body);
        mock.put("id", known.id());
        add(Map.of("mocks", List.of(mock)), null);
        return AdminApi.ok(shown(known.id()));
    }

    private @Nullable TwinResponse others(AdminApi.Ask ask) {
        if (ask.is("POST", "config")) {
            Map<String, Object> body = ask.body();
            Map<String, Object> config = Values.map(body.get("config"));
            if (config == null) {
                return AdminApi.error(400, "invalid_request", "give config, a mapping as in mockd.yaml, and replace");
            }
            if (Boolean.TRUE.equals(body.get("replace"))) {
                Catalog now = twin.catalog();
                twin.replace(CatalogLoader.load("config.json", Json.text(config), now.files(), twin.options()));
                twin.additions().clear();
                if (!ofFile) {
                    twin.additions().add(config);
                }
            } else {
                add(config, null);
            }
            return AdminApi.ok(counts("applied"));
        }
        if (ask.is("POST", "import")) {
            return imported(ask);
        }
        if (ask.is("POST", "state", "resources")) {
            Map<String, Object> table = ask.body();
            if (twin.catalog().tables().containsKey(Values.show(table.get("name")))) {
                return AdminApi.error(409, "conflict", "a table " + table.get("name") + " exists already");
            }
            add(Map.of("tables", List.of(table)), null);
            return TwinResponse.json(201, Map.of("name", Values.show(table.get("name"))));
        }
        if (ask.is("POST", "state", "resources", "*", "unregister")) {
            Map<String, TableSpec> tables = new LinkedHashMap<>(twin.catalog().tables());
            String name = ask.parts().get(2);
            if (tables.remove(name) == null) {
                return AdminApi.error(404, "not_found", "there is no table " + name);
            }
            twin.additions().remove("tables", name);
            twin.replace(twin.catalog().withTables(tables, twin.catalog().operations()));
            return AdminApi.ok(Map.of("unregistered", name));
        }
        if (ask.is("POST", "state", "operations", "validate")) {
            return validated(ask.body());
        }
        if (ask.is("POST", "state", "operations")) {
            Map<String, Object> operation = ask.body();
            if (twin.catalog().operations().containsKey(Values.show(operation.get("name")))) {
                return AdminApi.error(409, "conflict", "an operation " + operation.get("name") + " exists already");
            }
            add(Map.of("customOperations", List.of(operation)), null);
            return TwinResponse.json(201, Map.of("name", Values.show(operation.get("name"))));
        }
        if (ask.is("DELETE", "state", "operations", "*")) {
            Map<String, CustomOperation> operations =
                    new LinkedHashMap<>(twin.catalog().operations());
            String name = ask.parts().get(2);
            if (operations.remove(name) == null) {
                return AdminApi.error(404, "not_found", "there is no operation " + name);
            }
            twin.additions().remove("customOperations", name);
            twin.replace(twin.catalog().withTables(twin.catalog().tables(), operations));
            return TwinResponse.empty(204);
        }
        return null;
    }

    /** Loads an operation as if it were made, or took the place of one of its name; nothing is changed. */
    private TwinResponse validated(Map<String, Object> operation) {
        Catalog now = twin.catalog();
        Map<String, CustomOperation> others = new LinkedHashMap<>(now.operations());
        others.remove(Values.show(operation.get("name")));
        Catalog next = CatalogLoader.extend(
                now.withTables(now.tables(), others),
                Map.of("customOperations", List.of(operation)),
                now.files(),
                twin.options());
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", Values.show(operation.get("name")));
        out.put("valid", true);
        out.put("warnings", next.warnings().stream().map(Problem::text).toList());
        return AdminApi.ok(out);
    }

    /** {@code POST /import?name=FILE&as=NAMESPACE}: the body is a document in any format that a file may import. */
    private TwinResponse imported(AdminApi.Ask ask) {
        String given = ask.query("name");
        String name = given == null ? "document" : given;
        String as = ask.query("as");
        byte[] bytes = ask.request().body();
        try {
            String word = ask.query("format");
            Format format = word == null ? Format.detect(name, bytes) : Format.of(word);
            if (format == null) {
                return AdminApi.error(400, "unknown_format", "unknown format " + word + "; GET /formats lists them");
            }
            int before = twin.catalog().mocks().size();
            Problems problems = new Problems();
            List<Problem> warnings;
            if (format == Format.OPENAPI || as != null) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("path", name);
                entry.put("format", format.name().toLowerCase(java.util.Locale.ROOT));
                if (as != null) {
                    entry.put("as", as);
                }
                Object document = format == Format.OPENAPI ? ApiDocument.parse(name, bytes) : null;
                if (document != null) {
                    entry.put("x-document", document); // so that it can be kept and exported
                }
                warnings = add(Map.of("imports", List.of(entry)), path -> {
                    if (path.equals(name)) {
                        return bytes;
                    }
                    throw new IOException("only the document itself was sent; " + path + " was not");
                });
            } else {
                warnings = new ArrayList<>();
                List<Problem> further = add(ForeignDocuments.toConfig(format, name, bytes, false, problems), null);
                warnings.addAll(problems.warnings());
                warnings.addAll(further);
            }
            Map<String, Object> out = counts("imported");
            out.put("format", format.name().toLowerCase(java.util.Locale.ROOT));
            out.put("added", (long) (twin.catalog().mocks().size() - before));
            out.put("warnings", warnings.stream().map(Problem::text).toList());
            return TwinResponse.json(201, out);
        } catch (IOException e) {
            return AdminApi.error(400, "invalid_import", name + ": " + e.getMessage());
        }
    }

    /** Serves it too, and returns what was odd in it. */
    private List<Problem> add(Map<String, Object> config, @Nullable FileResolver files) {
        Catalog now = twin.catalog();
        Catalog next = CatalogLoader.extend(now, config, files == null ? now.files() : files, twin.options());
        twin.replace(next);
        twin.additions().add(config);
        return next.warnings();
    }

    private static List<Object> list(AdminApi.Ask ask) {
        Object body = Json.parse(ask.request().body());
        return Values.listOrEmpty(
                body instanceof List ? body : Values.mapOrEmpty(body).get("mocks"));
    }

    private static Map<String, Object> identified(Map<String, Object> mock) {
        Map<String, Object> out = new LinkedHashMap<>(mock);
        out.computeIfAbsent(
                "id",
                k -> "http_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16));
        return out;
    }

    private Map<String, Object> shown(String id) {
        Mock mock = twin.catalog().mock(id);
        return mock == null ? Map.of("id", id) : MockArea.view(mock);
    }

    private Map<String, Object> counts(String what) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("status", what);
        out.put("mocks", (long) twin.catalog().mocks().size());
        out.put("tables", (long) twin.catalog().tables().size());
        out.put("bindings", twin.catalog().bindings());
        return out;
    }
}
