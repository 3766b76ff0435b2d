package dev.doppel.twin.action;

import dev.doppel.twin.http.Query;
import dev.doppel.twin.table.Row;
import dev.doppel.twin.value.Names;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.Values;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sort} and {@code order} (spec 2.5). */
final class Sorting {
    private Sorting() {}

    /** The wanted order, or null for the default one (newest first). */
    static @Nullable Comparator<Row> of(Query query, Target target) {
        String by = null;
        String order = null;
        for (Query.Pair pair : query.pairs()) {
            switch (Names.folded(pair.name())) {
                case "sort", "sortby" -> by = pair.value();
                case "order", "orderby" -> order = pair.value();
                default -> {}
            }
        }
        if (by == null && order == null) {
            return null;
        }
        String property = by == null || by.isEmpty() ? "createdAt" : inner(by, target);
        boolean descending = order == null ? by == null || by.equals("createdAt") : order.equalsIgnoreCase("desc");
        Comparator<Row> natural = (a, b) -> compare(value(a, property), value(b, property), descending);
        return natural.thenComparing(
                property.equals("createdAt") && descending
                        ? Comparator.comparingLong(Row::seq).reversed()
                        : Comparator.comparingLong(Row::seq));
    }

    private static String inner(String name, Target target) {
        var stamps = target.transforms().timestamps();
        if (name.equals(stamps.createdAt())) {
            return "createdAt";
        }
        if (name.equals(stamps.updatedAt())) {
            return "updatedAt";
        }
        for (var e : target.transforms().fields().rename().entrySet()) {
            if (e.getValue().equals(name)) {
                return e.getKey();
            }
        }
        return name;
    }

    private static @Nullable Object value(Row row, String property) {
        switch (property) {
            case "id" -> {
                return row.id();
            }
            case "createdAt" -> {
                return row.created();
            }
            case "updatedAt" -> {
                return row.updated();
            }
            default -> {
                Object here = row.data();
                for (String part : property.split("\\.")) {
                    Map<String, Object> map = Values.map(here);
                    here = map == null ? null : map.get(part);
                }
                return here;
            }
        }
    }

    private static int compare(@Nullable Object a, @Nullable Object b, boolean descending) {
        if (a == null || b == null) {
            return a == b ? 0 : a == null ? 1 : -1;
        }
        int c;
        if (a instanceof Number x && b instanceof Number y) {
            c = Numbers.compare(x, y);
        } else if (a instanceof java.time.Instant x && b instanceof java.time.Instant y) {
            c = x.compareTo(y);
        } else {
            c = Values.show(a).compareTo(Values.show(b));
        }
        return descending ? -c : c;
    }

    static List<Row> sorted(List<Row> rows, @Nullable Comparator<Row> order) {
        return order == null ? rows : rows.stream().sorted(order).toList();
    }
}
