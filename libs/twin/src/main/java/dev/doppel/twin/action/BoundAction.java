package dev.doppel.twin.action;

import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.config.Transforms;
import dev.doppel.twin.expr.ExprException;
import dev.doppel.twin.expr.Expression;
import dev.doppel.twin.fault.ErrorKind;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.operation.CustomOperation;
import dev.doppel.twin.table.Row;
import dev.doppel.twin.table.RowView;
import dev.doppel.twin.table.RunTables;
import dev.doppel.twin.table.TableState;
import dev.doppel.twin.value.Names;
import dev.doppel.twin.value.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Performs a binding's action (spec 1.7). Every change of a row happens under its table's write lock, merged onto the latest version. */
public final class BoundAction {
    /** What came of it: status, body (null for none); the changes are noted in the call. */
    public record Done(int status, @Nullable Object body) {}

    private final Target target;
    private final Call call;
    private final TableState table;

    private BoundAction(Target target, Call call) {
        this.target = target;
        this.call = call;
        this.table = call.tables().need(target.table().name());
    }

    public static Done run(Target target, Call call) {
        BoundAction action = new BoundAction(target, call);
        try {
            return switch (target.action()) {
                case "list" -> action.list(null);
                case "search" -> action.search();
                case "create" -> action.create();
                case "get" -> action.get();
                case "patch", "update" -> action.change(target.action().equals("patch"));
                case "delete" -> action.delete();
                default -> action.custom();
            };
        } catch (TwinFault fault) {
            TwinFault named = fault.withResource(target.table().name());
            throw fault.kind() == ErrorKind.NOT_FOUND && fault.field() == null
                    ? named.withField(action.idParam())
                    : named;
        }
    }

    private Transforms transforms() {
        return target.transforms();
    }

    private Done list(@Nullable SearchQuery search) {
        List<Condition> conditions = search == null ? ListQuery.conditions(call.query(), target, table) : List.of();
        Expression where = search == null ? target.formulas().where() : null;
        Map<String, Object> asked = new LinkedHashMap<>();
        call.query().pairs().forEach(p -> asked.putIfAbsent(p.name(), p.value()));
        Comparator<Row> order = Sorting.of(call.query(), target);
        String parent = parentValue();
        Paging paging = Paging.of(call.query(), target);
        Paging.Page page = call.tables().reading(table, () -> {
            if (conditions.isEmpty() && order == null && parent == null && where == null && search == null) {
                Row cursor = paging.after() != null
                        ? table.find(paging.after())
                        : paging.before() != null ? table.find(paging.before()) : null;
                if (cursor != null) {
                    return beside(cursor, paging);
                }
                if (paging.after() == null && paging.before() == null) {
                    return straight(paging);
                }
            }
            List<Row> rows = new ArrayList<>();
            for (Row row : table.newestFirst()) {
                if ((parent == null
                                || parent.equals(Values.text(row.data()
                                        .get(Values.show(target.table().parentField())))))
                        && conditions.stream().allMatch(c -> c.test(row))
                        && (where == null || meets(where, row, asked))
                        && (search == null || search.test(row, target))) {
                    rows.add(row);
                }
            }
            return paging.cut(Sorting.sorted(rows, order), call.strict());
        });
        List<String> expand = Expander.wanted(call.query(), null).stream()
                .filter(n -> n.startsWith("data."))
                .map(n -> n.substring(5))
                .toList();
        List<Map<String, Object>> items =
                page.rows().stream().map(r -> shown(r, expand)).toList();
        int status = transforms().statuses().getOrDefault("list", 200);
        return new Done(status, ListEnvelope.of(page, items, target, call.path()));
    }

    private boolean meets(Expression where, Row row, Map<String, Object> query) {
        try {
            return CustomOperation.truthy(where.evaluate(Map.of("row", row.raw(), "query", query), call.clock()));
        } catch (ExprException e) {
            throw TwinFault.of(ErrorKind.INTERNAL_ERROR, "response.list.where: " + e.text());
        }
    }

    /** The default order without filters: only the page is visited. */
    private Paging.Page straight(Paging paging) {
        List<Row> rows = new ArrayList<>();
        int i = 0;
        for (Row row : table.newestFirst()) {
            if (i >= paging.offset() + (long) paging.limit()) {
                break;
            }
            if (i++ >= paging.offset()) {
                rows.add(row);
            }
        }
        int total = table.size();
        int from = Math.min(paging.offset(), total);
        return new Paging.Page(rows, from + rows.size() < total, total, from, paging);
    }

    /** The page that a cursor names, in the default order without filters: the rows before the cursor are counted at most. */
    private Paging.Page beside(Row cursor, Paging paging) {
        boolean forward = paging.after() != null;
        List<Row> rows = new ArrayList<>();
        boolean more = false;
        for (Row row : forward ? table.olderThan(cursor) : table.newerThan(cursor)) {
            if (rows.size() == paging.limit()) {
                more = true;
                break;
            }
            rows.add(row);
        }
        Transforms.ListShape shape = transforms().list();
        int newer =
                shape != null && shape.hideMeta() ? 0 : table.newerThan(cursor).size();
        return new Paging.Page(
                forward ? rows : rows.reversed(),
                more,
                table.size(),
                forward ? newer + 1 : Math.max(0, newer - rows.size()),
                paging);
    }

    private Done search() {
        String text = call.query().first("query");
        if (text == null) {
            throw TwinFault.invalid("query", "query is required");
        }
        Done found = list(SearchQuery.parse(text));
        Map<String, Object> body = new LinkedHashMap<>(Values.mapOrEmpty(found.body()));
        if ("list".equals(body.get("object"))) {
            body.put("object", "search_result");
            body.put("url", call.path());
            Paging paging = Paging.of(call.query(), target);
            body.put("next_page", Boolean.TRUE.equals(body.get("has_more")) ? paging.nextToken() : null);
        }
        return new Done(found.status(), body);
    }

    private Map<String, Object> shown(Row row, List<String> expand) {
        return shown(row, target, call.tables(), expand);
    }

    /** A row as an operation shows it, nothing expanded. */
    public static Map<String, Object> view(Row row, Target target, RunTables tables) {
        return shown(row, target, tables, List.of());
    }

    private static Map<String, Object> shown(Row row, Target target, RunTables tables, List<String> expand) {
        TableSpec spec = target.table();
        Transforms transforms = target.transforms();
        Map<String, Object> inner = Expander.expand(RowView.inner(row, spec, transforms), spec, expand, tables);
        Map<String, Object> out = RowView.transform(inner, transforms, row.created(), row.updated(), row.ownCreated());
        return Completer.complete(out, target, row.created());
    }

    private List<String> expansion() {
        return Expander.wanted(call.query(), call.body().values());
    }

    private Done create() {
        Map<String, Object> input = InputShaper.shape(call.body().values(), target, call.params(), true);
        input = PatchMerge.created(input, target);
        String parent = parentValue();
        if (parent != null) {
            input.put(Values.show(target.table().parentField()), parent);
        }
        TableRules.check(target.table(), input, true, true);
        Map<String, Object> data = input;
        Row created = call.tables().writing(Integrity.tables(target.table(), call.tables(), false), () -> {
            Integrity.references(target.table(), data, call.tables());
            Row made = table.insert(data, now());
            Map<String, Object> defaults = defaults(made);
            if (!defaults.isEmpty()) {
                Map<String, Object> more = new LinkedHashMap<>(made.data());
                more.putAll(defaults);
                made = new Row(made.key(), made.id(), more, made.created(), made.updated(), null, made.seq(), false);
                table.replace(made);
            }
            return made;
        });
        call.changes().add(new RunTables.Change(target.table().name(), "create", null, created));
        Row row = call.settled().settle(created);
        Object body = transforms().create().body() == null
                ? shown(row, expansion())
                : RowView.body(transforms().create().body(), row.raw());
        return new Done(transforms().create().status(), body);
    }

    private Map<String, Object> defaults(Row row) {
        Map<String, Object> out = new LinkedHashMap<>();
        Map<String, Object> scope = new LinkedHashMap<>();
        scope.put("row", row.raw());
        scope.put("input", call.body().values());
        scope.put("path", call.path());
        scope.put("params", call.params());
        target.formulas().defaults().forEach((name, formula) -> {
            if (!row.data().containsKey(name)) {
                try {
                    Map<String, Object> merged = new LinkedHashMap<>(row.raw());
                    merged.putAll(out);
                    scope.put("row", merged);
                    out.put(name, formula.evaluate(scope, call.clock()));
                } catch (ExprException e) {
                    throw TwinFault.of(ErrorKind.INTERNAL_ERROR, "response.defaults." + name + ": " + e.text());
                }
            }
        });
        return out;
    }

    private Done get() {
        String id = id();
        Row row = call.tables().reading(table, () -> {
            Row any = table.findAny(id);
            return any != null
                            && any.deleted()
                            && "body".equals(transforms().delete().afterDelete())
                    ? any
                    : table.need(id);
        });
        if (row.deleted()) {
            return new Done(200, RowView.body(transforms().delete().body(), row.raw()));
        }
        inParent(row);
        return new Done(transforms().statuses().getOrDefault("get", 200), shown(row, expansion()));
    }

    private Done change(boolean patch) {
        String id = id();
        Map<String, Object> input = InputShaper.shape(call.body().values(), target, call.params(), false);
        Row changed = call.tables().writing(Integrity.tables(target.table(), call.tables(), false), () -> {
            Row before = table.need(id);
            inParent(before);
            Map<String, Object> base = patch ? before.data() : Map.of();
            Map<String, Object> data = PatchMerge.merge(
                    base, input, target, call.body().schema(), call.body().form());
            String parent = target.table().parentField();
            if (!patch && parent != null && before.data().containsKey(parent)) {
                data.putIfAbsent(parent, before.data().get(parent));
            }
            TableRules.check(target.table(), patch ? only(data, input.keySet()) : data, !patch, false);
            Integrity.references(target.table(), only(data, input.keySet()), call.tables());
            Integrity.transitions(target.table(), before.data(), data);
            Row row = before.withData(data, now());
            table.replace(row);
            call.changes().add(new RunTables.Change(target.table().name(), patch ? "patch" : "update", before, row));
            return row;
        });
        Row after = call.settled().settle(changed);
        int status = transforms().statuses().getOrDefault(patch ? "patch" : "update", 200);
        return new Done(status, shown(after, expansion()));
    }

    private static Map<String, Object> only(Map<String, Object> data, Set<String> names) {
        Map<String, Object> out = new LinkedHashMap<>(data);
        out.keySet().retainAll(names);
        return out;
    }

    private Done delete() {
        String id = id();
        Transforms.DeleteShape shape = transforms().delete();
        Row before = call.tables().writing(Integrity.tables(target.table(), call.tables(), true), () -> {
            Row row = table.need(id);
            inParent(row);
            call.changes().addAll(Integrity.beforeDelete(row, target.table(), call.tables(), now()));
            boolean visible = "visible".equals(shape.afterDelete())
                    || shape.preserve() && shape.afterDelete() == null && call.visibleDeletes();
            if (shape.preserve() || "body".equals(shape.afterDelete())) {
                if (!visible) {
                    table.replace(row.tombstone());
                }
            } else if (!visible) {
                table.remove(row);
            }
            call.changes().add(new RunTables.Change(target.table().name(), "delete", row, null));
            return row;
        });
        Object body =
                shape.status() == 204 ? null : shape.body() == null ? null : RowView.body(shape.body(), before.raw());
        return new Done(shape.status(), body);
    }

    private Done custom() {
        CustomOperation operation = target.operation();
        if (operation == null) {
            throw TwinFault.of(ErrorKind.INTERNAL_ERROR, "no operation is bound");
        }
        Map<String, Object> input = new LinkedHashMap<>(call.body().values());
        input.putAll(call.params());
        Map<String, Object> body = new LinkedHashMap<>(operation.run(
                input, call.tables(), call.clock(), Set.of(target.table().name()), call.changes()));
        String key = Values.text(body.get("id"));
        Row found = key == null ? null : call.tables().reading(table, () -> table.findAny(key));
        Row row = found == null ? null : call.settled().settle(found);
        if (row != null && operation.answersRow()) {
            return new Done(transforms().statuses().getOrDefault("custom", 200), shown(row, expansion()));
        }
        if (row != null) {
            body.put("createdAt", row.created().toString());
            body.put("updatedAt", row.updated().toString());
        }
        Map<String, Object> inner = Expander.expand(body, target.table(), expansion(), call.tables());
        Map<String, Object> shown = RowView.transform(
                inner,
                transforms(),
                row == null ? null : row.created(),
                row == null ? null : row.updated(),
                row == null ? null : row.ownCreated());
        return new Done(
                transforms().statuses().getOrDefault("custom", 200),
                row == null ? shown : Completer.complete(shown, target, row.created()));
    }

    private Instant now() {
        return call.clock().get();
    }

    /** What an error about a missing row names as its cause: {@code x-idParam} of the table, else the path's last parameter. */
    private @Nullable String idParam() {
        Object named = target.table().raw().get("x-idParam");
        return named != null
                ? Values.show(named)
                : target.pathNames().isEmpty() ? null : target.pathNames().getLast();
    }

    private String id() {
        List<String> names = target.pathNames();
        String value = names.isEmpty() ? null : call.params().get(names.getLast());
        if (value == null || value.isEmpty()) {
            throw TwinFault.invalid(target.table().idField(), "item ID required");
        }
        return value;
    }

    /** The parent id of a nested route, or null when the table or path has none (spec 2.6). */
    private @Nullable String parentValue() {
        String field = target.table().parentField();
        if (field == null) {
            return null;
        }
        String folded = Names.folded(field);
        String bare = folded.endsWith("id")
                ? folded.substring(0, folded.length() - 2)
                : folded.endsWith("sid") ? folded.substring(0, folded.length() - 3) : folded;
        for (var e : call.params().entrySet()) {
            String name = Names.folded(e.getKey());
            if (name.equals(folded)
                    || name.equals(bare)
                    || (bare.endsWith("s") && name.equals(bare.substring(0, bare.length() - 1)))) {
                return e.getValue();
            }
        }
        return null;
    }

    private void inParent(Row row) {
        String parent = parentValue();
        if (parent != null
                && !parent.equals(
                        Values.text(row.data().get(Values.show(target.table().parentField()))))) {
            throw TwinFault.notFound(target.table().name(), row.key());
        }
    }
}
