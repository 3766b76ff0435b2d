package dev.doppel.scheduler.bus;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Wakes those who watch a run when it has new events. Thread-safe. */
public final class RunWatch {
    private final Map<String, Set<Semaphore>> watchers = new ConcurrentHashMap<>();

    /** From now on the semaphore gets a permit whenever the run has new events. */
    public AutoCloseable watch(String run, Semaphore wake) {
        watchers.computeIfAbsent(run, key -> ConcurrentHashMap.newKeySet()).add(wake);
        return () -> watchers.computeIfPresent(run, (key, all) -> {
            all.remove(wake);
            return all.isEmpty() ? null : all;
        });
    }

    void changed(String run) {
        watchers.getOrDefault(run, Set.of()).forEach(Semaphore::release);
    }
}
