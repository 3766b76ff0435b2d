package dev.doppel.twin.engine;

import dev.doppel.twin.action.BoundAction;
import dev.doppel.twin.action.Call;
import dev.doppel.twin.action.Target;
import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.decode.BodyReader;
import dev.doppel.twin.fault.ErrorKind;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.http.WebhookIntent;
import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.table.Row;
import dev.doppel.twin.table.RunTables;
import dev.doppel.twin.table.TableState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows read and written from outside the API: what a test's step does (definition spec 12.9). Changes obey the table's own rules and emit the
 * twin's webhooks. Thread-safe; faults are {@link TwinFault}.
 */
public final class TableAccess {
    /** What came of it: a JSON value, and the calls to make. */
    public record Done(@Nullable Object value, List<WebhookIntent> webhooks) {
        public Done {
            webhooks = List.copyOf(webhooks);
        }
    }

    private final Catalog catalog;
    private final RunState run;

    public TableAccess(Catalog catalog, RunState run) {
        this.catalog = catalog;
        this.run = run;
    }

    /** All rows as the table's list operation shows them, in its order. */
    public Done list(String table) {
        return guarded(() -> {
            TableState state = table(table);
            Target target = target(state.spec(), "list");
            List<Row> rows = run.tables().reading(state, () -> {
                List<Row> all = new ArrayList<>();
                state.newestFirst().forEach(all::add);
                return all;
            });
            List<Object> shown = new ArrayList<>(rows.size());
            rows.forEach(row -> shown.add(BoundAction.view(row, target, run.tables())));
            return new Done(shown, List.of());
        });
    }

    public Done get(String table, String id) {
        return act(table, "get", id, Map.of());
    }

    public Done create(String table, Map<String, Object> data) {
        return act(table, "create", null, data);
    }

    public Done patch(String table, String id, Map<String, Object> data) {
        return act(table, "patch", id, data);
    }

    public Done delete(String table, String id) {
        return act(table, "delete", id, Map.of());
    }

    /** One table, or all when null, back to its seeds. */
    public Done reset(@Nullable String table) {
        if (table == null) {
            run.reset();
        } else {
            TableState state = table(table);
            run.exclusively(() -> state.reset(run.now()));
        }
        return new Done(null, List.of());
    }

    /** Keeps all tables under a name; a later one of the same name wins. */
    public Done snapshot(String name) {
        RunState.Snapshot made = run.snapshot(name);
        return new Done(Map.of("id", made.id(), "name", made.name()), List.of());
    }

    public Done restore(String name) {
        if (!run.restore(name)) {
            throw TwinFault.of(ErrorKind.NOT_FOUND, "there is no snapshot " + name + "; take one first");
        }
        return new Done(null, List.of());
    }

    private Done act(String table, String action, @Nullable String id, Map<String, Object> data) {
        return guarded(() -> {
            Target like = target(table(table).spec(), action);
            List<RunTables.Change> changes = new ArrayList<>();
            Target target = new Target(
                    like.table(),
                    action,
                    null,
                    like.transforms(),
                    like.shape(),
                    like.schemas(),
                    null,
                    List.of("id"),
                    like.formulas());
            Call call = new Call(
                    "/" + table,
                    Query.EMPTY,
                    id == null ? Map.of() : Map.of("id", id),
                    new BodyReader.Body(data, false, null),
                    run.tables(),
                    run::now,
                    catalog.config().server().visibleDeletes(),
                    false,
                    changes,
                    row -> row);
            BoundAction.Done done = BoundAction.run(target, call);
            return new Done(done.body(), new Webhooks(catalog, run).of(changes, null, table, new Headers()));
        });
    }

    private <T> T guarded(java.util.function.Supplier<T> work) {
        run.gate().readLock().lock();
        try {
            return work.get();
        } finally {
            run.gate().readLock().unlock();
        }
    }

    private TableState table(String name) {
        TableState state = run.tables().find(name);
        if (state == null) {
            throw TwinFault.of(
                    ErrorKind.NOT_FOUND,
                    "there is no table " + name + "; tables: "
                            + String.join(", ", catalog.tables().keySet()));
        }
        return state;
    }

    /** The binding of that action with the shortest path, so that rows look as that operation shows them; else the table's own transforms. */
    private Target target(TableSpec table, String action) {
        List<Target> bound = catalog.mocks().values().stream()
                .filter(Mock::enabled)
                .map(Mock::target)
                .filter(t -> t != null && t.table().equals(table))
                .map(java.util.Objects::requireNonNull)
                .sorted(Comparator.comparingInt(t -> t.pathNames().size()))
                .toList();
        Target.Formulas formulas = bound.isEmpty()
                ? new Target.Formulas(Map.of(), null)
                : new Target.Formulas(bound.getFirst().formulas().defaults(), null);
        return bound.stream()
                .filter(t -> t.action().equals(action))
                .findFirst()
                .orElseGet(() -> new Target(
                        table,
                        action,
                        null,
                        table.response(),
                        null,
                        Schemas.alone(Map.of()),
                        null,
                        List.of(),
                        formulas));
    }
}
