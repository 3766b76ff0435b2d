package dev.doppel.twin.convert;

import dev.doppel.twin.load.FileResolver;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes an imported configuration fit into the one that imports it (spec 1.3): ids of mocks get the namespace in front; names of tables and
 * operations only where they are taken already; references inside the imported part follow; paths become relative to the importing file.
 */
public final class Merge {
    private static final List<String> FILE_KEYS = List.of("bodyFile", "schemaRef");

    private final @Nullable String as;
    private final String directory;
    private final Map<String, String> mocks = new HashMap<>();
    private final Map<String, String> tables = new HashMap<>();
    private final Map<String, String> operations = new HashMap<>();

    private Merge(@Nullable String as, String source) {
        this.as = as == null || as.isEmpty() ? null : as;
        int slash = source.lastIndexOf('/');
        this.directory = slash < 0 || source.contains("://") ? "" : source.substring(0, slash + 1);
    }

    /**
     * A copy that fits.
     *
     * @param source path of the imported file, as the importing one names it
     * @param takenMocks ids in use; likewise tables and operations
     */
    public static Map<String, Object> fit(
            Map<String, Object> config,
            @Nullable String as,
            String source,
            Set<String> takenMocks,
            Set<String> takenTables,
            Set<String> takenOperations) {
        Merge merge = new Merge(as, source);
        Map<String, Object> copy = Values.copyMap(config);
        merge.names(copy, takenMocks, takenTables, takenOperations);
        merge.references(copy);
        return copy;
    }

    private void names(
            Map<String, Object> config, Set<String> takenMocks, Set<String> takenTables, Set<String> takenOperations) {
        for (Map<String, Object> mock : maps(config, "mocks")) {
            for (String key : List.of("id", "operationId")) {
                String id = Values.text(mock.get(key));
                if (id != null) {
                    String wanted = prefixed(id);
                    String free = wanted;
                    for (int n = 2; key.equals("id") && takenMocks.contains(free); n++) {
                        free = wanted + "#" + n;
                    }
                    mocks.put(id, free);
                    mock.put(key, free);
                }
            }
        }
        for (String key : List.of("tables", "statefulResources", "x-tables")) {
            for (Map<String, Object> table : maps(config, key)) {
                rename(table, takenTables, tables);
            }
        }
        for (Map<String, Object> operation : maps(config, "customOperations")) {
            rename(operation, takenOperations, operations);
        }
        for (Map<String, Object> nested : maps(config, "imports")) {
            String inner = Values.text(nested.get("as"));
            if (as != null) {
                nested.put("as", inner == null || inner.isEmpty() ? as : as + "." + inner);
            }
        }
    }

    private String prefixed(String name) {
        return as == null ? name : as + "." + name;
    }

    private void rename(Map<String, Object> named, Set<String> taken, Map<String, String> renamed) {
        String name = Values.text(named.get("name"));
        if (name != null && as != null && taken.contains(name)) {
            renamed.put(name, prefixed(name));
            named.put("name", prefixed(name));
        }
    }

    private void references(Map<String, Object> config) {
        for (Map<String, Object> nested : maps(config, "imports")) {
            file(nested, "path");
            file(nested, "fixtures");
        }
        for (Map<String, Object> mock : maps(config, "mocks")) {
            Map<String, Object> http = Values.mapOrEmpty(mock.get("http"));
            binding(Values.mapOrEmpty(http.get("statefulBinding")));
            replace(http, "statefulOperation", operations);
            files(mock, 0);
        }
        for (String key : List.of("tables", "statefulResources", "x-tables")) {
            for (Map<String, Object> table : maps(config, key)) {
                Map<String, Object> relations = Values.mapOrEmpty(table.get("relationships"));
                for (String property : List.copyOf(relations.keySet())) {
                    if (relations.get(property) instanceof String) {
                        replace(relations, property, tables);
                    } else {
                        replace(Values.mapOrEmpty(relations.get(property)), "table", tables);
                    }
                }
                file(Values.mapOrEmpty(table.get("validation")), "schemaRef");
            }
        }
        for (Map<String, Object> operation : maps(config, "customOperations")) {
            maps(operation, "steps").forEach(step -> replace(step, "resource", tables));
        }
        for (String key : List.of("extend", "x-extend", "x-rules")) {
            for (Map<String, Object> entry : maps(config, key)) {
                mockReference(entry);
                binding(entry);
                maps(entry, "steps").forEach(step -> replace(step, "resource", tables));
            }
        }
        for (String key : List.of("webhooks", "x-webhooks")) {
            for (Map<String, Object> hook : maps(config, key)) {
                replace(hook, "endpointTable", tables);
                replace(hook, "record", tables);
                replace(hook, "on", operations);
                String on = Values.show(hook.get("on"));
                int dot = on.lastIndexOf('.');
                if (dot > 0 && tables.containsKey(on.substring(0, dot))) {
                    hook.put("on", tables.get(on.substring(0, dot)) + on.substring(dot));
                }
            }
        }
        if (!tables.isEmpty() && config.containsKey("x-rules")) {
            config.put("x-rules", expressions(config.get("x-rules")));
        }
    }

    private void binding(Map<String, Object> binding) {
        replace(binding, "table", tables);
        replace(binding, "operation", operations);
    }

    private static void replace(Map<String, Object> map, String key, Map<String, String> renamed) {
        if (map.get(key) instanceof String old && renamed.containsKey(old)) {
            map.put(key, renamed.get(old));
        }
    }

    /** Mock references: as renamed here, else with the namespace; {@code METHOD /path} as it is. */
    private void mockReference(Map<String, Object> entry) {
        String reference = Values.text(entry.get("mock"));
        if (reference != null && !reference.contains(" /")) {
            entry.put("mock", mocks.getOrDefault(reference, prefixed(reference)));
        }
    }

    private void file(Map<String, Object> map, String key) {
        if (map.get(key) instanceof String path
                && !directory.isEmpty()
                && !path.startsWith("/")
                && !path.contains("://")) {
            map.put(key, FileResolver.normal(directory + path));
        }
    }

    private void files(Map<String, Object> map, int depth) {
        FILE_KEYS.forEach(key -> file(map, key));
        for (Object value : map.values()) {
            if (depth < 6 && value instanceof Map) {
                files(Values.mapOrEmpty(value), depth + 1);
            } else if (depth < 6 && value instanceof List) {
                Values.listOrEmpty(value)
                        .forEach(v -> files(v instanceof Map ? Values.mapOrEmpty(v) : Map.of(), depth + 1));
            }
        }
    }

    /** Expressions name tables as {@code tables.name}. */
    private @Nullable Object expressions(@Nullable Object node) {
        if (node instanceof Map<?, ?> map) {
            Map<String, Object> out = new LinkedHashMap<>();
            map.forEach((k, v) -> out.put(String.valueOf(k), expressions(v)));
            return out;
        }
        if (node instanceof List<?> list) {
            List<Object> out = new ArrayList<>();
            list.forEach(v -> out.add(expressions(v)));
            return out;
        }
        if (!(node instanceof String text) || !text.contains("tables.")) {
            return node;
        }
        String now = text;
        for (var e : tables.entrySet()) {
            now = renamedIn(now, "tables." + e.getKey(), "tables[\"" + e.getValue() + "\"]");
        }
        return now;
    }

    private static String renamedIn(String text, String old, String fresh) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int i = text.indexOf(old); i >= 0; i = text.indexOf(old, at)) {
            int end = i + old.length();
            boolean whole =
                    end >= text.length() || !Character.isLetterOrDigit(text.charAt(end)) && text.charAt(end) != '_';
            out.append(text, at, i).append(whole ? fresh : old);
            at = end;
        }
        return out.append(text.substring(at)).toString();
    }

    private static List<Map<String, Object>> maps(Map<String, Object> map, String key) {
        List<Map<String, Object>> out = new ArrayList<>();
        for (Object item : Values.listOrEmpty(map.get(key))) {
            Map<String, Object> inner = Values.map(item);
            if (inner != null) {
                out.add(inner);
            }
        }
        return out;
    }
}
