package dev.doppel.mock.recording;

import dev.doppel.twin.record.MockSketch;
import dev.doppel.twin.record.Recording;
import dev.doppel.twin.record.RecordingQuery;
import dev.doppel.twin.record.SensitiveData;
import dev.doppel.twin.record.TableSketch;
import dev.doppel.twin.value.Values;
import dev.doppel.twin.value.YamlText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recordings as the admin port shows them: lists, single ones, documents made of them. Thread-safe. */
public final class RecordingLibrary {
    private static final int MOST_LISTED = 1_000;
    private static final Set<String> CONVERT =
            Set.of("session", "ids", "method", "status", "host", "path", "smartMatch", "duplicates", "as", "add");

    private final RecordingStore store;
    private final ForwardProxy proxy;

    public RecordingLibrary(RecordingStore store, ForwardProxy proxy) {
        this.store = store;
        this.proxy = proxy;
    }

    /**
     * A page of summaries, oldest first.
     *
     * @param session id, {@code latest}, or null for all
     */
    public Map<String, Object> list(@Nullable String session, RecordingQuery query, int offset, int limit) {
        proxy.settle();
        List<Kept> all = store.find(session, query);
        int from = Math.min(offset, all.size());
        int to = (int) Math.min(all.size(), (long) from + Math.min(limit, MOST_LISTED));
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("recordings", all.subList(from, to).stream().map(Kept::asMap).toList());
        out.put("total", (long) all.size());
        out.put("count", (long) (to - from));
        out.put("offset", (long) from);
        return out;
    }

    /** One with all that it says, and where it carried credentials. */
    public Map<String, Object> show(String id) {
        proxy.settle();
        Kept kept = store.find(id);
        Recording recording = store.read(List.of(kept)).getFirst();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", kept.id());
        out.put("session", kept.session());
        out.putAll(recording.asMap());
        out.put("warnings", SensitiveData.warnings(List.of(recording)));
        return out;
    }

    public void delete(String id) {
        proxy.settle();
        store.remove(List.of(store.find(id)));
    }

    /** Removes those that are meant; returns how many. */
    public long clear(@Nullable String session, RecordingQuery query) {
        proxy.settle();
        return store.remove(store.find(session, query));
    }

    /** All that are meant in one document. */
    public Map<String, Object> export(@Nullable String session, RecordingQuery query) {
        proxy.settle();
        List<Kept> chosen = store.find(session, query);
        List<Recording> read = store.read(chosen);
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", chosen.get(i).id());
            one.put("session", chosen.get(i).session());
            one.putAll(read.get(i).asMap());
            all.add(one);
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("version", "1.0");
        out.put("kind", "RecordingCollection");
        out.put("recordings", all);
        out.put("total", (long) all.size());
        out.put("warnings", SensitiveData.warnings(read));
        return out;
    }

    /** What a conversion gave. */
    public record Converted(Map<String, Object> config, boolean add, long recordings, List<String> warnings) {
        /** With the document as YAML text beside it. */
        public Map<String, Object> asMap() {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("recordings", recordings);
            out.put("mocks", size("mocks") + size("items"));
            out.put("tables", size("tables"));
            out.put("config", config);
            out.put("yaml", new String(YamlText.bytes(config), StandardCharsets.UTF_8));
            out.put("warnings", warnings);
            return out;
        }

        private long size(String member) {
            return Values.listOrEmpty(config.get(member)).size();
        }
    }

    /**
     * Makes a document of recordings: {@code as} mocks (a mockd file), twin (one with tables) or items (MOCK items of a definition).
     *
     * @param body {@code session, ids, method, status, host, path, smartMatch, duplicates, as, add}
     */
    public Converted convert(Map<String, Object> body) {
        proxy.settle();
        for (String name : body.keySet()) {
            if (!CONVERT.contains(name)) {
                throw Refused.unusable("unknown member " + name + "; known: "
                        + String.join(", ", CONVERT.stream().sorted().toList()));
            }
        }
        List<Kept> chosen = store.find(
                Values.text(body.get("session")),
                new RecordingQuery(
                        Values.text(body.get("method")),
                        Values.text(body.get("status")),
                        Values.text(body.get("host")),
                        Values.text(body.get("path"))));
        if (body.get("ids") instanceof List<?> ids) {
            List<String> wanted = ids.stream().map(Values::show).toList();
            wanted.forEach(store::find);
            chosen = chosen.stream().filter(k -> wanted.contains(k.id())).toList();
        }
        if (chosen.isEmpty()) {
            throw Refused.missing("no recording is meant by that; GET /recordings lists them");
        }
        List<Recording> read = store.read(chosen);
        boolean smart = Boolean.TRUE.equals(body.get("smartMatch"));
        MockSketch.Duplicates duplicates = duplicates(Values.text(body.get("duplicates")));
        boolean add = Boolean.TRUE.equals(body.get("add"));
        String as = Values.text(body.get("as"));
        Map<String, Object> config = switch (as == null ? "mocks" : as) {
            case "mocks" -> MockSketch.mockd(read, smart, duplicates);
            case "twin" -> TableSketch.mockd(read);
            case "items" -> Map.of("items", MockSketch.items(read, smart, duplicates));
            default -> throw Refused.unusable("as is mocks, twin or items, not " + as);
        };
        if (add && config.containsKey("items")) {
            throw Refused.unusable("items are for a definition and cannot be added to a twin: convert them as mocks");
        }
        return new Converted(config, add, read.size(), SensitiveData.warnings(read));
    }

    private static MockSketch.Duplicates duplicates(@Nullable String word) {
        return switch (word == null ? "first" : word.toLowerCase(Locale.ROOT)) {
            case "first" -> MockSketch.Duplicates.FIRST;
            case "last" -> MockSketch.Duplicates.LAST;
            case "all" -> MockSketch.Duplicates.ALL;
            default -> throw Refused.unusable("duplicates is first, last or all, not " + word);
        };
    }

    /** A session with its counts. */
    public Map<String, Object> describe(Session session) {
        proxy.settle();
        List<Kept> all = store.find(session.id(), RecordingQuery.ALL);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", session.id());
        out.put("name", session.name());
        out.put("startedAt", session.began().toString());
        out.put("active", session.equals(proxy.session()));
        out.put("recordings", (long) all.size());
        out.put("size", all.stream().mapToLong(Kept::bytes).sum());
        out.put(
                "hosts",
                all.stream().map(Kept::host).distinct().sorted().limit(100).toList());
        out.put("folder", store.root().resolve(session.id()).toString());
        return out;
    }
}
