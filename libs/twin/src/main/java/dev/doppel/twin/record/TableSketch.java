package dev.doppel.twin.record;

import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stateful sketch of what was recorded, to be finished by hand: each collection {@code /things} with rows at {@code /things/{id}} becomes a
 * table whose seeds are the rows that were seen before they were made, and the recorded methods are bound to it. All else stays mocks. Pure.
 */
public final class TableSketch {
    private static final List<String> ID_FIELDS = List.of("id", "sid", "uuid", "_id", "key");
    private static final int MAX_ROWS = 1_000;

    private final Map<String, List<Recording>> groups;
    private final Map<String, Object> mocks = new LinkedHashMap<>();
    private final List<Object> tables = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private TableSketch(List<Recording> recordings) {
        this.groups = MockSketch.groups(recordings, true, false);
    }

    /** A mockd file with tables, bindings and mocks. */
    public static Map<String, Object> mockd(List<Recording> recordings) {
        return new TableSketch(recordings).build();
    }

    private Map<String, Object> build() {
        groups.forEach((key, group) -> mocks.put(key, MockSketch.mock(key, group, MockSketch.Duplicates.FIRST)));
        Set<String> collections = new java.util.LinkedHashSet<>();
        for (String key : groups.keySet()) {
            String path = key.substring(key.indexOf(' ') + 1);
            int slash = path.lastIndexOf('/');
            if (path.substring(slash + 1).startsWith("{")) {
                int end = path.indexOf('}', slash);
                collections.add(path.substring(0, slash) + path.substring(end + 1) + "|" + path);
            }
        }
        collections.forEach(pair -> table(pair.substring(0, pair.indexOf('|')), pair.substring(pair.indexOf('|') + 1)));
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("version", "1.0");
        if (!tables.isEmpty()) {
            out.put("tables", tables);
        }
        out.put("mocks", List.copyOf(mocks.values()));
        return out;
    }

    private void table(String collection, String one) {
        Rows rows = new Rows();
        groups.getOrDefault("GET " + collection, List.of()).forEach(r -> rows.list(PathShapes.json(r)));
        groups.getOrDefault("GET " + one, List.of()).forEach(r -> rows.seen(r));
        groups.getOrDefault("POST " + collection, List.of()).forEach(r -> rows.made(PathShapes.json(r)));
        if (rows.idField == null) {
            return;
        }
        String name = name(collection);
        Map<String, Object> table = new LinkedHashMap<>();
        table.put("name", name);
        if (!rows.idField.equals("id")) {
            table.put("idField", rows.idField);
        }
        rows.strategy(table);
        Map<String, Object> response = new LinkedHashMap<>();
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!rows.idField.equals("id")) {
            fields.put("rename", Map.of("id", rows.idField));
        }
        response.put("timestamps", Map.of("format", "none"));
        if (!fields.isEmpty()) {
            response.put("fields", fields);
        }
        if (rows.envelope != null) {
            response.put("list", rows.envelope);
        }
        status(response, "create", "POST " + collection, 201);
        status(response, "delete", "DELETE " + one, 204);
        table.put("response", response);
        table.put("seedData", rows.seeds());
        tables.add(table);
        bind("GET " + collection, name, "list");
        bind("POST " + collection, name, "create");
        bind("GET " + one, name, "get");
        bind("PUT " + one, name, "update");
        bind("PATCH " + one, name, "patch");
        bind("POST " + one, name, "patch");
        bind("DELETE " + one, name, "delete");
    }

    private void status(Map<String, Object> response, String action, String key, int usual) {
        for (Recording r : groups.getOrDefault(key, List.of())) {
            if (r.status() >= 200 && r.status() < 300 && r.status() != usual) {
                response.put(action, Map.of("status", (long) r.status()));
                return;
            }
        }
    }

    private void bind(String key, String table, String action) {
        if (mocks.get(key) instanceof Map<?, ?> mock) {
            Map<String, Object> http = Values.mapOrEmpty(mock.get("http"));
            http.remove("response");
            Map<String, Object> binding = new LinkedHashMap<>();
            binding.put("table", table);
            binding.put("action", action);
            http.put("statefulBinding", binding);
        }
    }

    private String name(String collection) {
        List<String> words = new ArrayList<>();
        for (String part : collection.split("/")) {
            if (!part.isEmpty() && !part.startsWith("{")) {
                words.add(part);
            }
        }
        String last = words.isEmpty() ? "rows" : words.getLast();
        int dot = last.lastIndexOf('.');
        String base = MockSketch.id(dot > 0 ? last.substring(0, dot) : last).replace('-', '_');
        String name = base;
        for (int n = 2; !names.add(name); n++) {
            name = base + "_" + n;
        }
        return name;
    }

    /** Rows of one collection, as they were seen first. */
    private static final class Rows {
        private final Map<String, Map<String, Object>> byId = new LinkedHashMap<>();
        private final Set<String> made = new HashSet<>();
        private @Nullable String idField;
        private @Nullable Map<String, Object> envelope;

        private @Nullable String id(Map<String, Object> row) {
            for (String field : ID_FIELDS) {
                String id = Values.text(row.get(field));
                if (id != null && !id.isEmpty() && (idField == null || idField.equals(field))) {
                    idField = field;
                    return id;
                }
            }
            return null;
        }

        private void add(@Nullable Object value) {
            Map<String, Object> row = Values.map(value);
            String id = row == null ? null : id(row);
            if (row != null && id != null && byId.size() < MAX_ROWS) {
                byId.putIfAbsent(id, row);
            }
        }

        void list(@Nullable Object json) {
            if (json instanceof List<?> rows) {
                rows.forEach(this::add);
                return;
            }
            Map<String, Object> map = Values.mapOrEmpty(json);
            List<String> arrays = map.keySet().stream()
                    .filter(k -> map.get(k) instanceof List)
                    .toList();
            if (arrays.size() != 1) {
                return;
            }
            Values.listOrEmpty(map.get(arrays.getFirst())).forEach(this::add);
            if (envelope == null) {
                Map<String, Object> extra = new LinkedHashMap<>(map);
                extra.remove(arrays.getFirst());
                envelope = new LinkedHashMap<>();
                envelope.put("dataField", arrays.getFirst());
                envelope.put("extraFields", extra);
                envelope.put("hideMeta", true);
            }
        }

        void seen(Recording r) {
            if (r.status() >= 200 && r.status() < 300) {
                add(PathShapes.json(r));
            }
        }

        void made(@Nullable Object json) {
            Map<String, Object> row = Values.map(json);
            String id = row == null ? null : id(row);
            if (id != null) {
                made.add(id);
            }
        }

        List<Object> seeds() {
            List<Object> out = new ArrayList<>();
            byId.forEach((id, row) -> {
                if (!made.contains(id)) {
                    out.addFirst(row);
                }
            });
            return out;
        }

        /** From the ids that were seen: numbers in turn, a common prefix, or UUIDs. */
        void strategy(Map<String, Object> table) {
            Set<String> ids = new HashSet<>(byId.keySet());
            ids.addAll(made);
            if (ids.stream().allMatch(i -> i.chars().allMatch(c -> c >= '0' && c <= '9'))) {
                table.put("idStrategy", "sequence");
                if (byId.values().stream().anyMatch(r -> r.get(idField) instanceof Number)) {
                    table.put("idType", "integer");
                }
                return;
            }
            String first = ids.iterator().next();
            int mark = first.lastIndexOf('_');
            String prefix = mark > 0 ? first.substring(0, mark + 1) : "";
            if (!prefix.isEmpty() && ids.stream().allMatch(i -> i.startsWith(prefix))) {
                table.put("idStrategy", "prefix");
                table.put("idPrefix", prefix);
            }
        }
    }
}
