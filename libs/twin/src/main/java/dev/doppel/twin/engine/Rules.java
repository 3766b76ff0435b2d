package dev.doppel.twin.engine;

import dev.doppel.twin.action.Target;
import dev.doppel.twin.decode.BodyReader;
import dev.doppel.twin.expr.ExprException;
import dev.doppel.twin.expr.Expression;
import dev.doppel.twin.fault.ErrorKind;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.operation.CustomOperation;
import dev.doppel.twin.table.Row;
import dev.doppel.twin.table.RunTables;
import dev.doppel.twin.table.TableState;
import dev.doppel.twin.value.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Evaluates {@code x-rules} before an operation's own action (docs/twin-extensions.md). */
final class Rules {
    /** The input after {@code set}, and an error to answer with, or null. */
    record Effect(
            Map<String, Object> input,
            @Nullable Map<String, Object> error,
            int status,
            List<RunTables.Change> changes) {}

    private Rules() {}

    static Effect apply(
            List<CompiledRule> rules,
            @Nullable Target target,
            BodyReader.Body body,
            Map<String, String> params,
            Query query,
            RunTables tables,
            Supplier<Instant> clock) {
        Map<String, Object> input = new LinkedHashMap<>(body.values());
        List<RunTables.Change> changes = new ArrayList<>();
        for (CompiledRule rule : rules) {
            Map<String, Object> scope = new LinkedHashMap<>();
            Row row = row(target, params, tables);
            scope.put("input", input);
            scope.put("params", params);
            Map<String, Object> queryMap = new LinkedHashMap<>();
            query.pairs().forEach(p -> queryMap.putIfAbsent(p.name(), p.value()));
            scope.put("query", queryMap);
            scope.put("row", row == null ? null : row.raw());
            Map<String, Object> all = new LinkedHashMap<>();
            tables.all().forEach(t -> all.put(t.spec().name(), new TableView(t, tables)));
            scope.put("tables", all);
            try {
                if (!CustomOperation.truthy(rule.when().evaluate(scope, clock))) {
                    continue;
                }
                rule.vars().forEach((name, e) -> scope.put(name, e.evaluate(scope, clock)));
                rule.set().forEach((name, e) -> input.put(name, e.evaluate(scope, clock)));
                if (!rule.update().isEmpty() && target != null && row != null) {
                    changes.add(update(rule.update(), target, row, tables, scope, clock));
                }
                if (rule.error() != null) {
                    Map<String, Object> error = new LinkedHashMap<>();
                    TableState table =
                            target == null ? null : tables.find(target.table().name());
                    Row latest =
                            row == null || table == null ? row : tables.reading(table, () -> table.findAny(row.key()));
                    scope.put("row", latest == null ? null : latest.raw());
                    rule.error().forEach((name, e) -> error.put(name, e.evaluate(scope, clock)));
                    return new Effect(input, error, rule.status(), changes);
                }
            } catch (ExprException e) {
                throw TwinFault.of(ErrorKind.INTERNAL_ERROR, "a rule failed: " + e.text());
            }
        }
        return new Effect(input, null, 0, changes);
    }

    private static @Nullable Row row(@Nullable Target target, Map<String, String> params, RunTables tables) {
        if (target == null || target.pathNames().isEmpty()) {
            return null;
        }
        String id = params.get(target.pathNames().getLast());
        TableState table = tables.find(target.table().name());
        return id == null || table == null ? null : tables.reading(table, () -> table.find(id));
    }

    private static RunTables.Change update(
            Map<String, Expression> set,
            Target target,
            Row row,
            RunTables tables,
            Map<String, Object> scope,
            Supplier<Instant> clock) {
        TableState table = tables.need(target.table().name());
        return tables.writing(Set.of(target.table().name()), () -> {
            Row before = table.need(row.key());
            Map<String, Object> data = new LinkedHashMap<>(before.data());
            set.forEach((name, e) -> data.put(name, e.evaluate(scope, clock)));
            Row after = before.withData(data, clock.get());
            table.replace(after);
            return new RunTables.Change(target.table().name(), "patch", before, after);
        });
    }

    /** {@code tables.customers["cus_1"]}: rows by id, read when asked for. */
    private static final class TableView extends java.util.AbstractMap<String, Object> {
        private final TableState table;
        private final RunTables tables;

        TableView(TableState table, RunTables tables) {
            this.table = table;
            this.tables = tables;
        }

        @Override
        public boolean containsKey(Object key) {
            return get(key) != null;
        }

        @Override
        public @Nullable Object get(Object key) {
            Row row = tables.reading(table, () -> table.find(Values.show(key)));
            return row == null ? null : row.raw();
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            return tables.reading(table, () -> {
                Map<String, Object> out = new LinkedHashMap<>();
                table.newestFirst().forEach(r -> out.put(r.key(), r.raw()));
                return out.entrySet();
            });
        }
    }
}
