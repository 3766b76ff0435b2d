package dev.doppel.twin.table;

import dev.doppel.twin.fault.ErrorKind;
import dev.doppel.twin.fault.TwinFault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tables of one run, by name. Thread-safe through the tables' locks, which are always taken in the order of names. */
public final class RunTables {
    /** A committed change of one row; before null for a create, after null for a removal. */
    public record Change(
            String table,
            String action,
            @Nullable Row before,
            @Nullable Row after) {}

    private final Map<String, TableState> tables;

    public RunTables(Map<String, TableState> tables) {
        this.tables = new TreeMap<>(tables);
    }

    public @Nullable TableState find(String name) {
        return tables.get(name);
    }

    public TableState need(String name) {
        TableState table = tables.get(name);
        if (table == null) {
            throw TwinFault.of(ErrorKind.INTERNAL_ERROR, "there is no table " + name);
        }
        return table;
    }

    public Collection<TableState> all() {
        return tables.values();
    }

    /** Runs with the write locks of the named tables. */
    public <T> T writing(Collection<String> names, Supplier<T> work) {
        List<Lock> held = new ArrayList<>();
        try {
            for (String name : new TreeSet<>(names)) {
                TableState table = tables.get(name);
                if (table != null) {
                    table.writing().lock();
                    held.add(table.writing());
                }
            }
            return work.get();
        } finally {
            for (int i = held.size() - 1; i >= 0; i--) {
                held.get(i).unlock();
            }
        }
    }

    /** Runs with the read lock of one table. */
    public <T> T reading(TableState table, Supplier<T> work) {
        table.reading().lock();
        try {
            return work.get();
        } finally {
            table.reading().unlock();
        }
    }
}
