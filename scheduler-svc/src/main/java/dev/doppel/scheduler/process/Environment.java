package dev.doppel.scheduler.process;

import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentObserver;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One environment that this life of the process made. Once it is closing nothing more starts in it. Thread-safe. */
final class Environment {
    private final EnvironmentPlan plan;
    private final EnvironmentObserver observer;
    private final NetworkPlan network;
    private final Path directory;
    private final Map<String, RunningItem> running = new LinkedHashMap<>();
    private final Map<String, Watched> watched = new LinkedHashMap<>();
    private boolean closing;
    private int starting;

    private record Watched(RunningItem process, IsolationWatch watch) {}

    Environment(EnvironmentPlan plan, EnvironmentObserver observer, NetworkPlan network, Path directory) {
        this.plan = plan;
        this.observer = observer;
        this.network = network;
        this.directory = directory;
    }

    EnvironmentPlan plan() {
        return plan;
    }

    EnvironmentObserver observer() {
        return observer;
    }

    Spawner.Place place(String item) {
        int index = plan.items().indexOf(plan.item(item));
        return new Spawner.Place(network, index, directory.resolve(Integer.toString(index)));
    }

    /** Takes an item that has just started; one that comes too late is stopped at once. */
    void add(String item, RunningItem started) throws InterruptedException {
        boolean late;
        synchronized (this) {
            late = closing;
            if (!late) {
                running.put(item, started);
                watch(item, started);
            }
        }
        if (late) {
            started.stop(Duration.ZERO);
            throw closed(item);
        }
    }

    private void watch(String item, RunningItem started) {
        Watched before = watched.get(item);
        String namespace = network.namespace(plan.items().indexOf(plan.item(item)));
        watched.put(
                item,
                new Watched(started, before == null ? new IsolationWatch(item, namespace, observer) : before.watch()));
    }

    /**
     * A start begins; {@link #startEnded} must follow.
     *
     * @throws EnvironmentFailure when it is closing
     */
    synchronized void startBegins(String item) {
        if (closing) {
            throw closed(item);
        }
        starting++;
    }

    synchronized void startEnded() {
        starting--;
        notifyAll();
    }

    /** Waits for starts that had begun before {@link #close}: each ends soon, because what it spawned is stopped. */
    synchronized void awaitStarts(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toMillis(); starting > 0 && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    /** Tells the observer what items tried in vain. */
    void lookAtIsolation() {
        for (Watched one : watched()) {
            one.watch().look(one.process());
        }
    }

    /** The last look, to be made before what runs is stopped. */
    void lookAtIsolationLast() {
        for (Watched one : watched()) {
            one.watch().lookLast(one.process());
        }
    }

    private synchronized List<Watched> watched() {
        return List.copyOf(watched.values());
    }

    /** From now on nothing starts; what runs is handed over to be stopped. */
    synchronized List<RunningItem> close() {
        closing = true;
        List<RunningItem> all = new ArrayList<>(running.values());
        running.clear();
        return all;
    }

    private static EnvironmentFailure closed(String item) {
        return new EnvironmentFailure(
                item, "item " + item + " was not started: its environment is being removed", List.of());
    }
}
