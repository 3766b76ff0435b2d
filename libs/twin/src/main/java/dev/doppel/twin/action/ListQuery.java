package dev.doppel.twin.action;

import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.openapi.OperationShape;
import dev.doppel.twin.table.Row;
import dev.doppel.twin.table.TableState;
import dev.doppel.twin.value.Names;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The filters of a list request (spec 2.5). */
final class ListQuery {
    private static final Set<String> RESERVED = Set.of(
            "limit",
            "offset",
            "page",
            "perpage",
            "pagesize",
            "pagetoken",
            "cursor",
            "startingafter",
            "endingbefore",
            "sort",
            "order",
            "sortby",
            "orderby",
            "expand",
            "fields",
            "include",
            "exclude",
            "select",
            "format",
            "pretty",
            "apiversion",
            "idempotencykey",
            "requestid",
            "mockdseed");
    private static final Set<String> RANGES = Set.of("gt", "gte", "lt", "lte");

    private ListQuery() {}

    static boolean reserved(String name) {
        int open = name.indexOf('[');
        String base = open > 0 ? name.substring(0, open) : name;
        return RESERVED.contains(Names.folded(base)) || base.startsWith("__") || base.equals("_mockd_seed");
    }

    /** Conditions that every listed row must meet; keys that name nothing are left out. */
    static List<Condition> conditions(Query query, Target target, TableState table) {
        Map<String, List<String>> grouped = new LinkedHashMap<>();
        for (Query.Pair pair : query.pairs()) {
            if (!reserved(pair.name())) {
                grouped.computeIfAbsent(pair.name(), k -> new ArrayList<>()).add(pair.value());
            }
        }
        Map<String, Condition> out = new LinkedHashMap<>();
        grouped.forEach((key, values) -> {
            Condition condition = condition(key, values, target, table);
            if (condition != null) {
                out.merge(condition.key(), condition, Condition::and);
            }
        });
        return List.copyOf(out.values());
    }

    private static @Nullable Condition condition(String key, List<String> values, Target target, TableState table) {
        String base = key;
        String range = "";
        List<String> path = new ArrayList<>();
        if (key.endsWith("<") || key.endsWith(">")) {
            base = key.substring(0, key.length() - 1);
            range = key.endsWith("<") ? "lte" : "gte";
        } else if (key.indexOf('[') > 0) {
            base = key.substring(0, key.indexOf('['));
            int at = base.length();
            while (at < key.length() && key.charAt(at) == '[') {
                int close = key.indexOf(']', at);
                if (close < 0) {
                    break;
                }
                path.add(key.substring(at + 1, close));
                at = close + 1;
            }
        }
        boolean member = !path.isEmpty() && (path.getLast().isEmpty() || Values.index(path.getLast()) >= 0);
        if (member) {
            path.removeLast();
        }
        if (range.isEmpty() && !path.isEmpty() && RANGES.contains(path.getLast())) {
            range = path.removeLast();
        }
        String property = property(base, target, table);
        if (property == null || cannotBe(property, path, values, target)) {
            return null;
        }
        boolean indexed = member && !key.endsWith("[]");
        return new Condition(property, path, range, indexed, values);
    }

    /** The inner name that a query name means, or null when it means none. */
    private static @Nullable String property(String base, Target target, TableState table) {
        TableSpec spec = target.table();
        var stamps = target.transforms().timestamps();
        Map<String, String> rename = target.transforms().fields().rename();
        for (String name : base.equals(Names.snake(base)) ? List.of(base) : List.of(base, Names.snake(base))) {
            if (name.equals("id") || name.equals(spec.idField()) || name.equals(rename.get("id"))) {
                return "id";
            }
            if (name.equals(stamps.createdAt())) {
                return "createdAt";
            }
            if (name.equals(stamps.updatedAt())) {
                return "updatedAt";
            }
            for (var e : rename.entrySet()) {
                if (e.getValue().equals(name)) {
                    return e.getKey();
                }
            }
            if (target.answerNames().contains(name)
                    || target.table().relations().containsKey(name)) {
                return name;
            }
            for (Row row : table.newestFirst()) {
                if (row.data().containsKey(name)) {
                    return name;
                }
            }
        }
        return null;
    }

    /** True for a value of an enum that answers cannot have, such as {@code status=all}. */
    private static boolean cannotBe(String property, List<String> path, List<String> values, Target target) {
        if (!path.isEmpty()) {
            return false;
        }
        Map<String, Object> schema = target.schemas().property(target.itemSchema(), property);
        List<Object> allowed = schema == null ? List.of() : Values.listOrEmpty(schema.get("enum"));
        return !allowed.isEmpty() && values.stream().noneMatch(v -> allowed.contains(v));
    }

    /** True when the operation's document declares the response member (Twilio's paging members). */
    static boolean declares(Target target, String member) {
        OperationShape shape = target.shape();
        Map<String, Object> schema = shape == null ? null : target.answerSchema();
        return schema != null && Values.mapOrEmpty(schema.get("properties")).containsKey(member);
    }
}
