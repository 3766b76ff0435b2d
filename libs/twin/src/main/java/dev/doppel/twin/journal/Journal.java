package dev.doppel.twin.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The newest requests, oldest dropped. Thread-safe. */
public final class Journal {
    private final int max;
    private final Deque<LogEntry> entries = new ArrayDeque<>();
    private final List<Consumer<LogEntry>> followers = new CopyOnWriteArrayList<>();

    /** Until closed, a follower hears of new entries. */
    public interface Following extends AutoCloseable {
        @Override
        void close();
    }

    public Journal(int max) {
        this.max = max;
    }

    /** Remembers an entry and tells the followers. */
    public void add(LogEntry entry) {
        synchronized (this) {
            entries.addFirst(entry);
            if (entries.size() > max) {
                entries.removeLast();
            }
        }
        if (!followers.isEmpty()) {
            followers.forEach(follower -> follower.accept(entry));
        }
    }

    /** Calls back with each new entry, on the thread of its request, which it must not hold up. */
    public Following follow(Consumer<LogEntry> follower) {
        followers.add(follower);
        return () -> followers.remove(follower);
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
