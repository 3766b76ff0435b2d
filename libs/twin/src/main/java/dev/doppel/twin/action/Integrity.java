package dev.doppel.twin.action;

import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.fault.TwinFault;
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
import java.util.TreeSet;

/** References between tables and allowed changes of state (spec 11, items 4 and 5). Callers hold the locks of {@link #tables}. */
final class Integrity {
    private Integrity() {}

    /** Tables that a change of this one may look at or touch. */
    static Set<String> tables(TableSpec spec, RunTables run, boolean delete) {
        Set<String> out = new TreeSet<>(Set.of(spec.name()));
        spec.relations().values().stream()
                .filter(r -> r.onMissing().equals("error"))
                .forEach(r -> out.add(r.table()));
        if (delete) {
            for (TableState other : run.all()) {
                if (other.spec().relations().values().stream()
                        .anyMatch(r ->
                                r.table().equals(spec.name()) && !r.onDelete().equals("ignore"))) {
                    out.add(other.spec().name());
                }
            }
        }
        return out;
    }

    static void references(TableSpec spec, Map<String, Object> data, RunTables run) {
        spec.relations().forEach((property, relation) -> {
            String id = Values.text(data.get(property));
            TableState target = run.find(relation.table());
            if (relation.onMissing().equals("error") && id != null && target != null && target.find(id) == null) {
                String singular = relation.table().endsWith("s")
                        ? relation.table().substring(0, relation.table().length() - 1)
                        : relation.table();
                String code = spec.response().errors() == null
                        ? null
                        : spec.response().errors().codeMap().get("NOT_FOUND");
                TwinFault fault = TwinFault.invalid(property, "No such " + singular + ": '" + id + "'");
                throw code == null ? fault : fault.withExtra(Map.of("code", code));
            }
        });
    }

    static void transitions(TableSpec spec, Map<String, Object> before, Map<String, Object> after) {
        spec.transitions().forEach((field, states) -> {
            String from = Values.text(before.get(field));
            String to = Values.text(after.get(field));
            if (from != null
                    && to != null
                    && !from.equals(to)
                    && !states.getOrDefault(from, List.of()).contains(to)) {
                TwinFault fault = TwinFault.invalid(
                        field,
                        "cannot change " + field + " from " + from + " to " + to + "; allowed: "
                                + String.join(", ", states.getOrDefault(from, List.of())));
                Object code = spec.raw().get("x-transitionCode");
                throw code == null ? fault : fault.withExtra(Map.of("code", code));
            }
        });
    }

    static List<RunTables.Change> beforeDelete(Row row, TableSpec spec, RunTables run, Instant now) {
        List<RunTables.Change> out = new ArrayList<>();
        for (TableState other : run.all()) {
            other.spec().relations().forEach((property, relation) -> {
                if (!relation.table().equals(spec.name()) || relation.onDelete().equals("ignore")) {
                    return;
                }
                List<Row> pointing = new ArrayList<>();
                other.newestFirst().forEach(r -> {
                    if (row.key().equals(Values.text(r.data().get(property)))) {
                        pointing.add(r);
                    }
                });
                if (!pointing.isEmpty() && relation.onDelete().equals("restrict")) {
                    throw TwinFault.conflict(spec.name(), row.key())
                            .withMessage(spec.name() + " item \"" + row.key() + "\" is referred to by "
                                    + pointing.size() + " " + other.spec().name());
                }
                for (Row r : pointing) {
                    if (relation.onDelete().equals("cascade")) {
                        other.remove(r);
                        out.add(new RunTables.Change(other.spec().name(), "delete", r, null));
                    } else {
                        Map<String, Object> data = new LinkedHashMap<>(r.data());
                        data.put(property, null);
                        Row after = r.withData(data, now);
                        other.replace(after);
                        out.add(new RunTables.Change(other.spec().name(), "patch", r, after));
                    }
                }
            });
        }
        return out;
    }
}
