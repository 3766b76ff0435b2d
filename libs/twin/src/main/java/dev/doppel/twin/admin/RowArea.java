package dev.doppel.twin.admin;

import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.table.Row;
import dev.doppel.twin.table.RowView;
import dev.doppel.twin.table.RunTables;
import dev.doppel.twin.table.TableState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** /state/resources/{table}: its rows. */
final class RowArea implements AdminApi.Area {
    RowArea(TwinInstance twin) {}

    @Override
    public @Nullable TwinResponse answer(AdminApi.Ask ask) {
        if (ask.parts().size() < 3
                || !ask.parts().getFirst().equals("state")
                || !ask.parts().get(1).equals("resources")) {
            return null;
        }
        RunTables tables = ask.run().tables();
        TableState table = tables.find(ask.parts().get(2));
        if (table == null) {
            return AdminApi.error(
                    404, "not_found", "there is no table " + ask.parts().get(2));
        }
        TableSpec spec = table.spec();
        Set<String> lock = Set.of(spec.name());
        if (ask.is("GET", "state", "resources", "*")) {
            return AdminApi.ok(Map.of(
                    "name",
                    spec.name(),
                    "itemCount",
                    (long) table.size(),
                    "seedCount",
                    (long) spec.seeds().size(),
                    "idField",
                    spec.idField()));
        }
        if (ask.is("DELETE", "state", "resources", "*")) {
            ask.run().exclusively(table::clear);
            return AdminApi.ok(Map.of("cleared", true));
        }
        if (ask.is("GET", "state", "resources", "*", "items")) {
            boolean deleted = "true".equals(ask.query("includeDeleted"));
            List<Object> items = new ArrayList<>();
            tables.reading(table, () -> {
                List<Row> rows = table.all().reversed();
                rows.stream().filter(r -> deleted || !r.deleted()).forEach(r -> items.add(view(r, spec)));
                return rows.size();
            });
            return AdminApi.ok(Map.of("items", items, "data", items, "total", (long) items.size()));
        }
        if (ask.is("POST", "state", "resources", "*", "items")) {
            Map<String, Object> body = ask.body();
            return TwinResponse.json(
                    201,
                    view(tables.writing(lock, () -> table.insert(body, ask.run().now())), spec));
        }
        if (ask.parts().size() != 5) {
            return null;
        }
        String id = ask.parts().get(4);
        return switch (ask.method()) {
            case "GET" -> AdminApi.ok(view(tables.reading(table, () -> table.need(id)), spec));
            case "DELETE" -> {
                tables.writing(lock, () -> {
                    table.remove(table.need(id));
                    return true;
                });
                yield TwinResponse.empty(204);
            }
            case "PUT", "PATCH" -> {
                Map<String, Object> body = ask.body();
                yield AdminApi.ok(view(
                        tables.writing(lock, () -> {
                            Row before = table.need(id);
                            Map<String, Object> data =
                                    new LinkedHashMap<>(ask.method().equals("PATCH") ? before.data() : Map.of());
                            body.forEach((k, v) -> {
                                if (!Set.of("createdAt", "updatedAt").contains(k) && !k.equals(spec.idField())) {
                                    data.put(k, v);
                                }
                            });
                            Row after = before.withData(data, ask.run().now());
                            table.replace(after);
                            return after;
                        }),
                        spec));
            }
            default -> null;
        };
    }

    /** As the list action shows it, tombstones marked. */
    private static Map<String, Object> view(Row row, TableSpec spec) {
        Map<String, Object> out = RowView.render(row, spec, spec.response());
        if (row.deleted()) {
            out.put("_deleted", true);
        }
        return out;
    }
}
