package dev.doppel.twin.engine;

import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the admin API added to a twin, as a configuration that {@link CatalogLoader#extend} takes again; an edge may keep it over a restart.
 * Of imports only those that bring their document along are among it. Thread-safe.
 */
public final class Additions {
    private static final Map<String, String> KEYS =
            Map.of("imports", "path", "mocks", "id", "tables", "name", "customOperations", "name", "extend", "mock");

    private final Map<String, Map<String, Object>> entries = new LinkedHashMap<>();

    /** Remembers the entries of a configuration that was added. */
    public synchronized void add(Map<String, Object> config) {
        KEYS.forEach((list, key) -> {
            for (Object entry : Values.listOrEmpty(config.get(list))) {
                Map<String, Object> map = Values.mapOrEmpty(entry);
                if (list.equals("imports") && map.get("x-document") == null) {
                    continue;
                }
                entries.put(list + "/" + map.get(key), map);
            }
        });
    }

    /** Forgets one entry; {@code list} is {@code mocks}, {@code tables} or {@code customOperations}. */
    public synchronized void remove(String list, String name) {
        entries.remove(list + "/" + name);
        if (list.equals("mocks")) {
            entries.remove("extend/" + name);
        }
    }

    /** Forgets all. */
    public synchronized void clear() {
        entries.clear();
    }

    /** All of it; empty when nothing was added. */
    public synchronized Map<String, Object> asConfig() {
        Map<String, Object> out = new LinkedHashMap<>();
        for (String list : List.of("imports", "tables", "customOperations", "mocks", "extend")) {
            List<Object> all = new ArrayList<>();
            entries.forEach((id, entry) -> {
                if (id.startsWith(list + "/")) {
                    all.add(Objects.requireNonNull(entry));
                }
            });
            if (!all.isEmpty()) {
                out.put(list, all);
            }
        }
        return out;
    }
}
