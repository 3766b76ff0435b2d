package dev.doppel.twin.engine;

import dev.doppel.twin.table.RunTables;
import dev.doppel.twin.table.TableState;
import dev.doppel.twin.value.Dice;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** What one run of a twin changes: rows, sequences, counters, idempotency records. Thread-safe; requests hold {@link #gate} for reading. */
public final class RunState {
    /** A moment of a whole run. */
    public record Snapshot(String id, String name, Instant at, Map<String, TableState.Snapshot> tables) {}

    private final TwinOptions options;
    private final @Nullable Long seed;
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(true);
    private final Map<String, AtomicLong> sequences = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final Map<String, Instant> lastCalls = new ConcurrentHashMap<>();
    private final Map<String, Snapshot> snapshots = new ConcurrentHashMap<>();
    private final Map<String, String> scenarios = new ConcurrentHashMap<>();
    private final IdempotencyStore idempotency = new IdempotencyStore();
    private volatile Duration shift = Duration.ZERO;
    private final @Nullable Instant fixed;
    private volatile RunTables tables;
    private volatile Instant lastUsed;

    public RunState(Catalog catalog, TwinOptions options, @Nullable Long seed) {
        this.options = options;
        this.seed = seed;
        String clock = catalog.config().server().clock();
        this.fixed = clock != null && clock.startsWith("fixed:")
                ? dev.doppel.twin.table.Times.parse(clock.substring(6))
                : null;
        this.lastUsed = options.clock().instant();
        this.tables = new RunTables(Map.of());
        adopt(catalog);
    }

    /** Takes on the catalog's tables; those that are described as before keep their rows. */
    public final void adopt(Catalog catalog) {
        gate.writeLock().lock();
        try {
            Map<String, TableState> next = new LinkedHashMap<>();
            catalog.tables().values().forEach(spec -> {
                TableState old = tables.find(spec.name());
                next.put(
                        spec.name(),
                        old != null && old.spec().raw().equals(spec.raw())
                                ? old
                                : new TableState(spec, catalog.idShape(spec), dice(spec.name()), now()));
            });
            tables = new RunTables(next);
        } finally {
            gate.writeLock().unlock();
        }
    }

    /** Seeded when the run is, else from a random source. */
    public Dice dice(String purpose) {
        if (seed == null) {
            return new Dice(java.util.concurrent.ThreadLocalRandom.current().nextLong());
        }
        return new Dice(Dice.seed(seed, purpose));
    }

    /** Seed of made answers. */
    public long madeSeed() {
        return seed == null ? 0L : seed.longValue();
    }

    public Instant now() {
        Instant base = fixed != null ? fixed : options.clock().instant();
        return base.plus(shift);
    }

    /** Moves the run's clock (time travel). */
    public void shift(Duration by) {
        shift = by;
    }

    public Duration shift() {
        return shift;
    }

    public RunTables tables() {
        return tables;
    }

    public ReentrantReadWriteLock gate() {
        return gate;
    }

    public long sequence(String name, long start) {
        return sequences.computeIfAbsent(name, k -> new AtomicLong(start)).getAndIncrement();
    }

    public Map<String, String> scenarios() {
        return scenarios;
    }

    public IdempotencyStore idempotency() {
        return idempotency;
    }

    public void called(String mock) {
        calls.computeIfAbsent(mock, k -> new LongAdder()).increment();
        lastCalls.put(mock, now());
    }

    public long calls(String mock) {
        LongAdder n = calls.get(mock);
        return n == null ? 0 : n.sum();
    }

    public @Nullable Instant lastCall(String mock) {
        return lastCalls.get(mock);
    }

    /** Forgets the calls of one mock, or of all when null. */
    public long forgetCalls(@Nullable String mock) {
        if (mock != null) {
            long n = calls(mock);
            calls.remove(mock);
            lastCalls.remove(mock);
            return n;
        }
        long n = calls.values().stream().mapToLong(LongAdder::sum).sum();
        calls.clear();
        lastCalls.clear();
        return n;
    }

    public Instant lastUsed() {
        return lastUsed;
    }

    public void touch() {
        lastUsed = options.clock().instant();
    }

    /** All tables back to their seeds; sequences, scenarios and idempotency records forgotten. Exclusive. */
    public void reset() {
        exclusively(() -> {
            tables.all().forEach(t -> t.reset(now()));
            sequences.clear();
            scenarios.clear();
            idempotency.clear();
        });
    }

    public void exclusively(Runnable work) {
        gate.writeLock().lock();
        try {
            work.run();
        } finally {
            gate.writeLock().unlock();
        }
    }

    public Snapshot snapshot(String name) {
        Snapshot[] out = new Snapshot[1];
        exclusively(() -> {
            Map<String, TableState.Snapshot> parts = new LinkedHashMap<>();
            tables.all().forEach(t -> parts.put(t.spec().name(), t.snapshot()));
            out[0] = new Snapshot(
                    "snap_" + dice("snapshot" + snapshots.size() + name).hex(12), name, now(), parts);
        });
        if (snapshots.size() >= 100) {
            throw dev.doppel.twin.fault.TwinFault.of(
                    dev.doppel.twin.fault.ErrorKind.CAPACITY_EXCEEDED, "a run keeps at most 100 snapshots");
        }
        snapshots.put(out[0].id(), out[0]);
        return out[0];
    }

    public Map<String, Snapshot> snapshots() {
        return snapshots;
    }

    /** By id or name; false when there is none. */
    public boolean restore(String reference) {
        Snapshot found = snapshots.containsKey(reference)
                ? snapshots.get(reference)
                : snapshots.values().stream()
                        .filter(s -> s.name().equals(reference))
                        .max(java.util.Comparator.comparing(Snapshot::at))
                        .orElse(null);
        if (found == null) {
            return false;
        }
        exclusively(() -> found.tables().forEach((name, part) -> {
            TableState table = tables.find(name);
            if (table != null) {
                table.restore(part);
            }
        }));
        return true;
    }
}
