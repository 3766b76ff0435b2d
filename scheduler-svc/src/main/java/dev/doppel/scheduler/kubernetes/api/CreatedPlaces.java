package dev.doppel.scheduler.kubernetes.api;

import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.kubernetes.config.KubernetesConfig;
import dev.doppel.scheduler.kubernetes.objects.Marks;
import dev.doppel.scheduler.kubernetes.objects.NamespaceObjects;
import dev.doppel.scheduler.kubernetes.objects.Slot;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A namespace created per instance; the namespace is the claim, and its name holds its place until it is really gone. */
public final class CreatedPlaces implements Places {
    private static final long RETRY_MILLIS = 250;

    private final Cluster cluster;
    private final KubernetesConfig config;
    private final AtomicInteger next;

    public CreatedPlaces(Cluster cluster, KubernetesConfig config) {
        this.cluster = cluster;
        this.config = config;
        // places are used in turn, so that one that was left a moment ago, whose listeners may still close, comes last
        this.next = new AtomicInteger(ThreadLocalRandom.current().nextInt(config.environments()));
    }

    @Override
    public Slot take(EnvironmentPlan plan, Instant expires) throws InterruptedException {
        long end = System.nanoTime() + config.requestLimit().toNanos();
        Map<String, String> labels = Marks.labels(config.installation(), plan);
        Map<String, String> annotations = Marks.annotations(plan, expires);
        while (true) {
            for (int i = 0; i < config.environments(); i++) {
                int number = Math.floorMod(next.getAndIncrement(), config.environments());
                String name = config.namespacePrefix() + "-" + number;
                if (create(NamespaceObjects.namespace(config, name, labels, annotations), plan)) {
                    return Slot.of(number, name, config);
                }
            }
            if (System.nanoTime() > end) {
                throw new KubernetesClientException("all " + config.environments()
                        + " namespaces of this installation are in use or still being removed"
                        + " (doppel.scheduler.kubernetes.environments)");
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
    }

    private boolean create(Namespace namespace, EnvironmentPlan plan) {
        try {
            cluster.client().resource(namespace).create();
            return true;
        } catch (KubernetesClientException e) {
            if (!Cluster.conflict(e)) {
                throw Cluster.refused(e, "Namespace " + namespace.getMetadata().getName());
            }
            return ours(namespace.getMetadata().getName(), plan);
        }
    }

    /** A creation whose answer was lost is repeated and finds its own work. */
    private boolean ours(String name, EnvironmentPlan plan) {
        Namespace found = cluster.client().namespaces().withName(name).get();
        return found != null
                && found.getMetadata().getDeletionTimestamp() == null
                && Marks.owner(found.getMetadata())
                        .filter(owner -> owner.instance().equals(plan.instance()) && owner.attempt() == plan.attempt())
                        .isPresent();
    }

    @Override
    public Collection<Claim> claims() {
        return cluster
                .client()
                .namespaces()
                .withLabels(Marks.common(config.installation(), "environment"))
                .list()
                .getItems()
                .stream()
                .map(namespace -> new Claim(namespace.getMetadata().getName(), namespace.getMetadata()))
                .toList();
    }

    @Override
    public void annotate(String namespace, Map<String, String> annotations) {
        cluster.client().namespaces().withName(namespace).edit(found -> {
            Map<String, String> all = new LinkedHashMap<>(
                    found.getMetadata().getAnnotations() == null
                            ? Map.of()
                            : found.getMetadata().getAnnotations());
            all.putAll(annotations);
            found.getMetadata().setAnnotations(all);
            return found;
        });
    }

    @Override
    public void allowBaseline(String namespace) {
        cluster.client().namespaces().withName(namespace).edit(found -> {
            Map<String, String> all = new LinkedHashMap<>(found.getMetadata().getLabels());
            all.putAll(NamespaceObjects.levels(false));
            found.getMetadata().setLabels(all);
            return found;
        });
    }

    @Override
    public void release(String namespace) {
        cluster.client().namespaces().withName(namespace).delete();
    }
}
