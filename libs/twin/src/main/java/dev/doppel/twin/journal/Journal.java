package dev.doppel.twin.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The newest requests, oldest dropped. Thread-safe. */
public final class Journal {
    private final int max;
    private final Deque<LogEntry> entries = new ArrayDeque<>();

    public Journal(int max) {
        this.max = max;
    }

    public synchronized void add(LogEntry entry) {
        entries.addFirst(entry);
        while (entries.size() > max) {
            entries.removeLast();
        }
    }

    /** Newest first. */
    public synchronized List<LogEntry> select(Predicate<LogEntry> wanted) {
        return new ArrayList<>(entries.stream().filter(wanted).toList());
    }

    public synchronized @Nullable LogEntry find(String id) {
        return entries.stream().filter(e -> e.id().equals(id)).findFirst().orElse(null);
    }

    /** How many were removed. */
    public synchronized int remove(Predicate<LogEntry> which) {
        int before = entries.size();
        entries.removeIf(which);
        return before - entries.size();
    }
}
