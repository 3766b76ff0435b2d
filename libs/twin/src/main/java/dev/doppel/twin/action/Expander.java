package dev.doppel.twin.action;

import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.table.Row;
import dev.doppel.twin.table.RowView;
import dev.doppel.twin.table.RunTables;
import dev.doppel.twin.table.TableState;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ids replaced by the rows they name (spec 2.7). Depth at most 4. */
final class Expander {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_NAMES = 100;

    private Expander() {}

    /** Wanted paths of a request, every form of the parameter in query and body. */
    static List<String> wanted(Query query, @Nullable Map<String, Object> body) {
        List<String> out = new ArrayList<>();
        for (Query.Pair pair : query.pairs()) {
            if (pair.name().equals("expand") || pair.name().startsWith("expand[")) {
                add(out, pair.value());
            }
        }
        Object given = body == null ? null : body.get("expand");
        if (given instanceof List<?> list) {
            list.forEach(v -> add(out, Values.show(v)));
        } else if (given instanceof String s) {
            add(out, s);
        }
        return out;
    }

    private static void add(List<String> out, String value) {
        for (String name : value.split(",")) {
            if (!name.isBlank() && out.size() < MAX_NAMES) {
                out.add(name.strip());
            }
        }
    }

    /** The inner properties of a row with the wanted names inlined. */
    static Map<String, Object> expand(Map<String, Object> inner, TableSpec spec, List<String> names, RunTables tables) {
        return expand(inner, spec, names, tables, 0);
    }

    private static Map<String, Object> expand(
            Map<String, Object> inner, TableSpec spec, List<String> names, RunTables tables, int depth) {
        if (names.isEmpty() || depth >= MAX_DEPTH) {
            return inner;
        }
        Map<String, List<String>> grouped = new LinkedHashMap<>();
        for (String name : names) {
            int dot = name.indexOf('.');
            List<String> rest =
                    grouped.computeIfAbsent(dot < 0 ? name : name.substring(0, dot), k -> new ArrayList<>());
            if (dot >= 0) {
                rest.add(name.substring(dot + 1));
            }
        }
        Map<String, Object> out = new LinkedHashMap<>(inner);
        grouped.forEach((name, rest) -> {
            TableSpec.Relation relation = spec.relations().get(name);
            String id = Values.text(inner.get(name));
            TableState table = relation == null ? null : tables.find(relation.table());
            if (relation != null && id != null && table != null) {
                Object found = tables.reading(table, () -> inline(table, relation, id, rest, tables, depth));
                if (found != null) {
                    out.put(name, found);
                }
            }
        });
        return out;
    }

    private static @Nullable Object inline(
            TableState table, TableSpec.Relation relation, String id, List<String> rest, RunTables tables, int depth) {
        Row row =
                relation.field() == null || relation.field().equals(table.spec().idField())
                        ? table.findAny(id)
                        : by(table, relation.field(), id);
        if (row == null) {
            return null;
        }
        TableSpec spec = table.spec();
        if (row.deleted()) {
            Map<String, Object> body = spec.response().delete().body();
            return body == null ? null : RowView.body(body, row.raw());
        }
        Map<String, Object> inner = expand(RowView.inner(row, spec, spec.response()), spec, rest, tables, depth + 1);
        return RowView.transform(inner, spec.response(), row.created(), row.updated(), row.ownCreated());
    }

    private static @Nullable Row by(TableState table, String field, String id) {
        for (Row row : table.newestFirst()) {
            if (id.equals(Values.text(row.data().get(field)))) {
                return row;
            }
        }
        return null;
    }
}
