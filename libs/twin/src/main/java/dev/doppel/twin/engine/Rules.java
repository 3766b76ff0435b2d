package dev.doppel.twin.engine;

import dev.doppel.twin.action.Call;
import dev.doppel.twin.action.Target;
import dev.doppel.twin.expr.ExprException;
import dev.doppel.twin.expr.Expression;
import dev.doppel.twin.fault.ErrorKind;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.operation.CustomOperation;
import dev.doppel.twin.table.Row;
import dev.doppel.twin.table.RowView;
import dev.doppel.twin.table.RunTables;
import dev.doppel.twin.table.TableState;
import dev.doppel.twin.value.Values;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Evaluates the {@code x-rules} of one request, before and after its action (docs/twin-extensions.md). Confined to the request. */
final class Rules implements Call.Settled {
    /** Names that every rule finds, beside its own {@code vars} and what its {@code steps} define. */
    static final Set<String> NAMES = Set.of("input", "params", "query", "headers", "row", "shown", "tables", "id");

    private final Mock mock;
    private final Map<String, Object> input;
    private final Map<String, Object> fixed = new LinkedHashMap<>();
    private final Map<String, String> params;
    private final RunTables tables;
    private final Supplier<Instant> clock;
    private final List<RunTables.Change> changes;

    /** {@code changes} collects what the rules change, in order, and has what the action changed before they run behind it. */
    Rules(
            Mock mock,
            Map<String, Object> input,
            Map<String, String> params,
            Query query,
            TwinRequest request,
            RunState run,
            List<RunTables.Change> changes) {
        this.mock = mock;
        this.input = new LinkedHashMap<>(input);
        this.params = new LinkedHashMap<>(params);
        this.tables = run.tables();
        this.clock = run::now;
        this.changes = changes;
        Map<String, Object> asked = new LinkedHashMap<>();
        query.pairs().forEach(p -> asked.putIfAbsent(p.name(), p.value()));
        Map<String, Object> headers = new LinkedHashMap<>();
        request.headers()
                .asMap()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        Map<String, Object> all = new LinkedHashMap<>();
        tables.all().forEach(t -> all.put(t.spec().name(), new TableView(t, tables)));
        fixed.put("params", this.params);
        fixed.put("query", asked);
        fixed.put("headers", headers);
        fixed.put("tables", all);
    }

    /** The input that the action will see. {@link TwinFault} when a rule answers with an error. */
    Map<String, Object> before() {
        for (CompiledRule rule : mock.rules()) {
            if (!rule.after()) {
                apply(rule, row());
            }
        }
        return input;
    }

    /** The path parameters that the action will see. */
    Map<String, String> params() {
        return params;
    }

    /** Runs the rules behind the action; the row as they leave it. {@link TwinFault} when one answers with an error. */
    @Override
    public Row settle(Row changed) {
        Row latest = changed;
        for (CompiledRule rule : mock.rules()) {
            if (rule.after()) {
                apply(rule, latest);
                latest = fresh(latest);
            }
        }
        return latest;
    }

    private void apply(CompiledRule rule, @Nullable Row row) {
        Map<String, Object> scope = new LinkedHashMap<>(fixed);
        scope.put("input", input);
        see(scope, row);
        try {
            if (!CustomOperation.truthy(rule.when().evaluate(scope, clock))) {
                return;
            }
            rule.vars().forEach((name, e) -> scope.put(name, e.evaluate(scope, clock)));
            if (rule.steps() != null) {
                rule.steps().runIn(scope, tables, clock, changes);
            }
            rule.params().forEach((name, e) -> params.put(name, Values.show(e.evaluate(scope, clock))));
            rule.set().forEach((name, e) -> input.put(name, e.evaluate(scope, clock)));
            if (!rule.update().isEmpty() && row != null) {
                note(update(rule, row, scope));
            }
            if (rule.error() != null) {
                see(scope, row == null ? null : fresh(row));
                Map<String, Object> error = new LinkedHashMap<>();
                rule.error().forEach((name, e) -> error.put(name, e.evaluate(scope, clock)));
                error.values().removeIf(java.util.Objects::isNull);
                throw TwinFault.of(
                                ErrorKind.VALIDATION_ERROR,
                                Values.show(error.getOrDefault("message", "the request was refused")))
                        .withStatus(rule.status())
                        .withExtra(error);
            }
        } catch (ExprException e) {
            throw TwinFault.of(ErrorKind.INTERNAL_ERROR, "a rule failed: " + e.text());
        }
    }

    private void see(Map<String, Object> scope, @Nullable Row row) {
        Target target = mock.target();
        scope.put("row", row == null ? null : row.raw());
        scope.put(
                "shown",
                row == null || target == null ? null : RowView.render(row, target.table(), target.transforms()));
        scope.put("id", row == null ? null : row.id());
    }

    /** A change of a row that this request changed already becomes part of that change. */
    private void note(RunTables.Change change) {
        for (int i = changes.size() - 1; i >= 0; i--) {
            RunTables.Change old = changes.get(i);
            if (old.table().equals(change.table())
                    && old.after() != null
                    && change.after() != null
                    && old.after().key().equals(change.after().key())) {
                changes.set(i, new RunTables.Change(old.table(), old.action(), old.before(), change.after()));
                return;
            }
        }
        changes.add(change);
    }

    private @Nullable Row row() {
        Target target = mock.target();
        if (target == null || target.pathNames().isEmpty()) {
            return null;
        }
        String id = params.get(target.pathNames().getLast());
        TableState table = tables.find(target.table().name());
        return id == null || table == null ? null : tables.reading(table, () -> table.find(id));
    }

    private Row fresh(Row row) {
        Target target = mock.target();
        TableState table = target == null ? null : tables.find(target.table().name());
        Row latest = table == null ? null : tables.reading(table, () -> table.findAny(row.key()));
        return latest == null ? row : latest;
    }

    private RunTables.Change update(CompiledRule rule, Row row, Map<String, Object> scope) {
        String name = java.util.Objects.requireNonNull(mock.target()).table().name();
        TableState table = tables.need(name);
        return tables.writing(Set.of(name), () -> {
            Row before = table.need(row.key());
            Map<String, Object> data = new LinkedHashMap<>(before.data());
            for (Map.Entry<String, Expression> e : rule.update().entrySet()) {
                data.put(e.getKey(), e.getValue().evaluate(scope, clock));
            }
            Row after = before.withData(data, clock.get());
            table.replace(after);
            return new RunTables.Change(name, "patch", before, after);
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
