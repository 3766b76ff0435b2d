package dev.doppel.twin.table;

import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.fault.ErrorKind;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.value.Dice;
import dev.doppel.twin.value.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table in one run. Callers hold {@link #reading} or {@link #writing} around what belongs together; rows themselves are
 * immutable and may leave the lock.
 */
public final class TableState {
    private record Order(Instant created, long seq) implements Comparable<Order> {
        @Override
        public int compareTo(Order o) {
            int c = created.compareTo(o.created);
            return c != 0 ? c : Long.compare(seq, o.seq);
        }
    }

    /** A point in time of one table. */
    public record Snapshot(Map<String, Row> rows, long seq, long sequence) {}

    private final TableSpec spec;
    private final IdMaker ids;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final List<Object> seedIds = new ArrayList<>();
    private Map<String, Row> rows = new HashMap<>();
    private TreeMap<Order, Row> live = new TreeMap<>();
    private long seq;

    public TableState(TableSpec spec, IdMaker.Shape shape, Dice dice, Instant now) {
        this.spec = spec;
        this.ids = new IdMaker(spec, shape, dice);
        for (Map<String, Object> seed : spec.seeds()) {
            Object id = seed.get(spec.idField());
            seedIds.add(id == null ? "" : id);
            if (id != null) {
                ids.seen(Values.show(id));
            }
        }
        for (int i = 0; i < seedIds.size(); i++) {
            if ("".equals(seedIds.get(i))) {
                seedIds.set(i, ids.next(k -> seedIds.contains(k), now));
            }
        }
        seed(now);
    }

    public TableSpec spec() {
        return spec;
    }

    public Lock reading() {
        return lock.readLock();
    }

    public Lock writing() {
        return lock.writeLock();
    }

    private void seed(Instant now) {
        ids.sequence(0);
        for (int i = 0; i < spec.seeds().size(); i++) {
            Map<String, Object> data = clean(spec.seeds().get(i));
            String name = spec.response().timestamps().createdAt();
            Object own = data.get(name);
            Instant parsed = own == null ? null : Times.parse(own);
            Instant created = parsed == null ? now : parsed;
            Object id = seedIds.get(i);
            ids.seen(Values.show(id));
            put(new Row(Values.show(id), id, data, created, created, own, ++seq, false));
        }
    }

    private Map<String, Object> clean(Map<String, Object> input) {
        Map<String, Object> data = new LinkedHashMap<>(input);
        data.remove(spec.idField());
        data.remove("createdAt");
        data.remove("updatedAt");
        if (!spec.idField().equals("id")) {
            data.remove("id");
        }
        return data;
    }

    private void put(Row row) {
        Row old = rows.put(row.key(), row);
        if (old != null) {
            live.remove(new Order(old.created(), old.seq()));
        }
        if (!row.deleted()) {
            live.put(new Order(row.created(), row.seq()), row);
        }
    }

    /** The live row, or null. */
    public @Nullable Row find(String key) {
        Row row = rows.get(key);
        return row == null || row.deleted() ? null : row;
    }

    /** The row, tombstones included, or null. */
    public @Nullable Row findAny(String key) {
        return rows.get(key);
    }

    /** The live row; NOT_FOUND when there is none. */
    public Row need(String key) {
        Row row = find(key);
        if (row == null) {
            throw TwinFault.notFound(spec.name(), key);
        }
        return row;
    }

    /** Inserts; an id under the id field wins over a made one. CONFLICT and CAPACITY_EXCEEDED as spec 1.4 and 1.5 say. */
    public Row insert(Map<String, Object> input, Instant now) {
        Object given = input.get(spec.idField());
        boolean usable = given instanceof Number || given instanceof String s && !s.isEmpty();
        if (usable && rows.containsKey(Values.show(given))) {
            throw TwinFault.conflict(spec.name(), Values.show(given));
        }
        if (spec.maxItems() > 0 && live.size() >= spec.maxItems()) {
            throw TwinFault.of(
                            ErrorKind.CAPACITY_EXCEEDED,
                            "table " + spec.name() + " holds its maximum of " + spec.maxItems() + " items")
                    .withResource(spec.name());
        }
        Object id = given != null && usable ? given : ids.next(rows::containsKey, now);
        Row row = new Row(Values.show(id), id, clean(input), now, now, null, ++seq, false);
        put(row);
        return row;
    }

    /** Replaces a row by a later version of it. */
    public void replace(Row row) {
        put(row);
    }

    public void remove(Row row) {
        rows.remove(row.key());
        live.remove(new Order(row.created(), row.seq()));
    }

    /** Live rows, newest first. */
    public Iterable<Row> newestFirst() {
        return live.descendingMap().values();
    }

    /** Live rows that a list shows after a live row, the nearest first. */
    public Iterable<Row> olderThan(Row row) {
        return live.headMap(new Order(row.created(), row.seq()), false)
                .descendingMap()
                .values();
    }

    /** Live rows that a list shows before a live row, the nearest first. */
    public Collection<Row> newerThan(Row row) {
        return live.tailMap(new Order(row.created(), row.seq()), false).values();
    }

    public int size() {
        return live.size();
    }

    /** All rows with tombstones, oldest first. */
    public List<Row> all() {
        return rows.values().stream()
                .sorted(java.util.Comparator.comparingLong(Row::seq))
                .toList();
    }

    /** Back to the seeds, with the ids first given to them. */
    public void reset(Instant now) {
        clear();
        seed(now);
    }

    public void clear() {
        rows = new HashMap<>();
        live = new TreeMap<>();
        ids.sequence(0);
    }

    public Snapshot snapshot() {
        return new Snapshot(new HashMap<>(rows), seq, ids.sequence());
    }

    public void restore(Snapshot snapshot) {
        clear();
        snapshot.rows().values().forEach(this::put);
        seq = Math.max(seq, snapshot.seq());
        ids.sequence(snapshot.sequence());
    }

    /** Puts a row as it is (state import). */
    public void load(Row row) {
        seq = Math.max(seq, row.seq());
        ids.seen(row.key());
        put(row);
    }

    public long nextSeq() {
        return ++seq;
    }
}
