package dev.doppel.scheduler.kubernetes;

import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentObserver;
import dev.doppel.scheduler.kubernetes.api.Cluster;
import dev.doppel.scheduler.kubernetes.config.KubernetesConfig;
import dev.doppel.scheduler.kubernetes.objects.ClusterPlan;
import dev.doppel.scheduler.kubernetes.watch.PodFollower;
import dev.doppel.scheduler.kubernetes.watch.PodTrouble;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One environment that this life of the process made: its objects, its watch, and who follows each pod. Thread-safe. */
final class Environment implements ResourceEventHandler<Pod>, AutoCloseable {
    private final ClusterPlan objects;
    private final EnvironmentObserver observer;
    private final Cluster cluster;
    private final KubernetesConfig config;
    private final Clock clock;
    private final Map<String, PodFollower> followers = new HashMap<>();
    private volatile Map<String, String> addresses = Map.of();
    private @Nullable SharedIndexInformer<Pod> watch;
    private @Nullable SharedIndexInformer<Event> warnings;
    private boolean closed;

    Environment(
            ClusterPlan objects, EnvironmentObserver observer, Cluster cluster, KubernetesConfig config, Clock clock) {
        this.objects = objects;
        this.observer = observer;
        this.cluster = cluster;
        this.config = config;
        this.clock = clock;
    }

    ClusterPlan objects() {
        return objects;
    }

    String namespace() {
        return objects.slot().namespace();
    }

    /** Addresses of its Services, by name. */
    Map<String, String> addresses() {
        return addresses;
    }

    /** Its Services have addresses: pods may come. */
    void made(Map<String, String> known) throws InterruptedException {
        addresses = Map.copyOf(known);
        SharedIndexInformer<Pod> started = cluster.watchPods(namespace(), config.installation(), this);
        synchronized (this) {
            watch = started;
            if (!closed) {
                return;
            }
        }
        started.close();
    }

    /** Applies a pod and follows it from before its first sign of life. */
    PodFollower start(String item, Pod pod) {
        String name = pod.getMetadata().getName();
        PodFollower follower =
                new PodFollower(item, observer, cluster.logs(namespace(), name), config.unschedulableLimit(), clock);
        synchronized (this) {
            if (closed) {
                throw closed(item);
            }
            followers.put(name, follower);
        }
        try {
            cluster.apply(pod);
        } catch (EnvironmentFailure e) {
            throw new EnvironmentFailure(item, "item " + item + ": " + e.getMessage(), List.of());
        }
        CompletableFuture.delayedExecutor(config.warningsAfter().toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (!follower.outcome().isDone()) {
                        lookAtWarnings();
                    }
                });
        return follower;
    }

    /** Most environments never need it: a pod that starts, and one whose status says what is wrong, cost no further calls. */
    private synchronized void lookAtWarnings() {
        if (!closed && warnings == null) {
            warnings = cluster.watchWarnings(namespace(), new Warnings());
        }
    }

    private final class Warnings implements ResourceEventHandler<Event> {
        @Override
        public void onAdd(Event event) {
            PodFollower follower;
            synchronized (Environment.this) {
                follower = followers.get(event.getInvolvedObject().getName());
            }
            if (follower != null) {
                PodTrouble.of(event).ifPresent(follower::warned);
            }
        }

        @Override
        public void onUpdate(Event before, Event event) {
            onAdd(event);
        }

        @Override
        public void onDelete(Event event, boolean unknown) {}
    }

    /** A pod is given up; what still comes of it is nobody's business. */
    void forget(Pod pod) {
        PodFollower follower;
        synchronized (this) {
            follower = followers.remove(pod.getMetadata().getName());
        }
        if (follower != null) {
            follower.close();
        }
        cluster.deletePod(namespace(), pod.getMetadata().getName());
    }

    static EnvironmentFailure closed(String item) {
        return new EnvironmentFailure(
                item, "item " + item + " was not started: its environment is being removed", List.of());
    }

    @Override
    public void onAdd(Pod pod) {
        PodFollower follower = follower(pod);
        if (follower != null && pod.getMetadata().getDeletionTimestamp() == null) {
            follower.seen(pod);
        }
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
        onAdd(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean unknown) {
        PodFollower follower = follower(pod);
        if (follower != null) {
            follower.gone();
        }
    }

    private synchronized @Nullable PodFollower follower(Pod pod) {
        return followers.get(pod.getMetadata().getName());
    }

    /** Stops to watch; nothing is reported any more. */
    @Override
    public void close() {
        List<PodFollower> all;
        SharedIndexInformer<Pod> stopping;
        SharedIndexInformer<Event> silenced;
        synchronized (this) {
            closed = true;
            all = List.copyOf(followers.values());
            followers.clear();
            stopping = watch;
            silenced = warnings;
        }
        all.forEach(PodFollower::close);
        if (stopping != null) {
            stopping.close();
        }
        if (silenced != null) {
            silenced.close();
        }
    }
}
