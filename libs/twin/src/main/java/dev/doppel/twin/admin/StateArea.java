package dev.doppel.twin.admin;

import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.engine.RunState;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.operation.CustomOperation;
import dev.doppel.twin.table.Row;
import dev.doppel.twin.table.TableState;
import dev.doppel.twin.table.Times;
import dev.doppel.twin.value.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** /state, /reset: overview, reset, snapshots, export and import, operations. */
final class StateArea implements AdminApi.Area {
    private final TwinInstance twin;

    StateArea(TwinInstance twin) {
        this.twin = twin;
    }

    @Override
    public @Nullable TwinResponse answer(AdminApi.Ask ask) {
        RunState run = ask.run();
        if (ask.is("GET", "state") || ask.is("GET", "state", "resources")) {
            return AdminApi.ok(overview(run));
        }
        String resource = ask.query("resource");
        if (ask.is("POST", "reset") || ask.is("POST", "state", "reset") && resource == null) {
            run.reset();
            if ("false".equals(ask.query("keepLog"))) {
                twin.journal().remove(e -> true);
            }
            return AdminApi.ok(Map.of(
                    "status", "reset", "tables", (long) run.tables().all().size()));
        }
        if (ask.is("POST", "state", "reset") && resource != null) {
            return reset(run, resource);
        }
        if (ask.is("POST", "reset", "*")) {
            return reset(run, ask.parts().get(1));
        }
        if (ask.is("POST", "state", "resources", "*", "reset")) {
            return reset(run, ask.parts().get(2));
        }
        if (ask.is("GET", "state", "operations")) {
            return AdminApi.ok(Map.of(
                    "operations",
                    twin.catalog().operations().keySet().stream()
                            .sorted()
                            .map(n -> (Object) Map.of("name", n))
                            .toList()));
        }
        if (ask.is("GET", "state", "operations", "*")) {
            return operation(ask.parts().get(2));
        }
        if (ask.is("POST", "state", "operations", "*", "execute")) {
            CustomOperation operation =
                    twin.catalog().operations().get(ask.parts().get(2));
            return operation == null
                    ? AdminApi.error(
                            404,
                            "not_found",
                            "there is no operation " + ask.parts().get(2))
                    : AdminApi.ok(operation.run(ask.body(), run.tables(), run::now, Set.of(), new ArrayList<>()));
        }
        return snapshots(ask, run);
    }

    /** As it is written. */
    private TwinResponse operation(String name) {
        return twin.catalog().sources().parts().stream()
                .flatMap(part -> part.operations().stream())
                .filter(spec ->
                        spec.name().equals(name) && twin.catalog().operations().containsKey(name))
                .findFirst()
                .map(spec -> AdminApi.ok(spec.raw()))
                .orElseGet(() -> AdminApi.error(404, "not_found", "there is no operation " + name));
    }

    private static @Nullable TwinResponse snapshots(AdminApi.Ask ask, RunState run) {
        if (ask.is("POST", "state", "snapshots")) {
            RunState.Snapshot made = run.snapshot(Values.show(ask.body().get("name")));
            return TwinResponse.json(201, Map.of("id", made.id(), "name", made.name()));
        }
        if (ask.is("GET", "state", "snapshots")) {
            List<Object> all = new ArrayList<>();
            run.snapshots()
                    .values()
                    .forEach(s -> all.add(Map.of("id", s.id(), "name", s.name(), "at", s.at().toString())));
            return AdminApi.ok(Map.of("snapshots", all));
        }
        if (ask.is("POST", "state", "snapshots", "*", "restore")) {
            return run.restore(ask.parts().get(2))
                    ? AdminApi.ok(Map.of("status", "restored"))
                    : AdminApi.error(
                            404,
                            "not_found",
                            "there is no snapshot " + ask.parts().get(2));
        }
        if (ask.is("DELETE", "state", "snapshots", "*")) {
            return run.snapshots().remove(ask.parts().get(2)) == null
                    ? AdminApi.error(
                            404,
                            "not_found",
                            "there is no snapshot " + ask.parts().get(2))
                    : TwinResponse.empty(204);
        }
        if (ask.is("GET", "state", "export")) {
            return AdminApi.ok(export(run));
        }
        if (ask.is("PUT", "state", "import")) {
            load(run, Values.mapOrEmpty(ask.body().get("tables")));
            return AdminApi.ok(Map.of("status", "imported"));
        }
        return null;
    }

    private static TwinResponse reset(RunState run, String name) {
        TableState table = run.tables().find(name);
        if (table == null) {
            return AdminApi.error(404, "not_found", "there is no table " + name);
        }
        run.exclusively(() -> table.reset(run.now()));
        return AdminApi.ok(Map.of("status", "reset", "table", name));
    }

    private static Map<String, Object> overview(RunState run) {
        List<Object> resources = new ArrayList<>();
        List<Object> names = new ArrayList<>();
        long items = 0;
        for (TableState table : run.tables().all()) {
            TableSpec spec = table.spec();
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("name", spec.name());
            out.put("itemCount", (long) table.size());
            out.put("seedCount", (long) spec.seeds().size());
            out.put("idField", spec.idField());
            if (spec.parentField() != null) {
                out.put("parentField", spec.parentField());
            }
            out.put("maxItems", (long) spec.maxItems());
            resources.add(out);
            names.add(spec.name());
            items += table.size();
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("resources", resources);
        body.put("total", (long) resources.size());
        body.put("totalItems", items);
        body.put("resourceList", names);
        return body;
    }

    private static Map<String, Object> export(RunState run) {
        Map<String, Object> tables = new LinkedHashMap<>();
        run.exclusively(() -> run.tables().all().forEach(table -> {
            List<Object> rows = new ArrayList<>();
            for (Row row : table.all()) {
                Map<String, Object> out = new LinkedHashMap<>();
                out.put("id", row.id());
                out.put("data", row.data());
                out.put("createdAt", row.created().toString());
                out.put("updatedAt", row.updated().toString());
                out.put("deleted", row.deleted());
                rows.add(out);
            }
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("sequence", table.snapshot().sequence());
            part.put("rows", rows);
            tables.put(table.spec().name(), part);
        }));
        return Map.of("tables", tables);
    }

    private static void load(RunState run, Map<String, Object> tables) {
        tables.keySet().forEach(name -> {
            if (run.tables().find(name) == null) {
                throw new IllegalArgumentException("there is no table " + name);
            }
        });
        run.exclusively(() -> tables.forEach((name, node) -> {
            TableState table = run.tables().need(name);
            table.clear();
            for (Object item : Values.listOrEmpty(Values.mapOrEmpty(node).get("rows"))) {
                Map<String, Object> row = Values.mapOrEmpty(item);
                Object id = row.get("id");
                if (id == null) {
                    throw new IllegalArgumentException("a row of " + name + " has no id");
                }
                Instant created = Times.parse(row.get("createdAt"));
                Instant updated = Times.parse(row.get("updatedAt"));
                Instant now = run.now();
                table.load(new Row(
                        Values.show(id),
                        id,
                        Values.copyMap(Values.mapOrEmpty(row.get("data"))),
                        created == null ? now : created,
                        updated == null ? now : updated,
                        null,
                        table.nextSeq(),
                        Boolean.TRUE.equals(row.get("deleted"))));
            }
        }));
    }
}
