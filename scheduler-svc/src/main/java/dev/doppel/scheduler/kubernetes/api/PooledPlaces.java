package dev.doppel.scheduler.kubernetes.api;

import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.kubernetes.config.KubernetesConfig;
import dev.doppel.scheduler.kubernetes.objects.Marks;
import dev.doppel.scheduler.kubernetes.objects.Slot;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Namespaces that were prepared by someone with more rights; the claim is a Lease in each. Their labels, among them the Pod Security level, are
 * the business of who prepared them.
 */
public final class PooledPlaces implements Places {
    private static final String CLAIM = "doppel";
    private static final long RETRY_MILLIS = 250;

    private final Cluster cluster;
    private final KubernetesConfig config;
    private final List<String> pool;
    private final AtomicInteger next = new AtomicInteger();

    /** @param pool their names, in an order that never changes: the place of a name gives it its ports */
    public PooledPlaces(Cluster cluster, KubernetesConfig config, List<String> pool) {
        this.cluster = cluster;
        this.config = config;
        this.pool = List.copyOf(pool);
    }

    @Override
    public Slot take(EnvironmentPlan plan, Instant expires) throws InterruptedException {
        long end = System.nanoTime() + config.requestLimit().toNanos();
        while (true) {
            for (int i = 0; i < pool.size(); i++) {
                int number = Math.floorMod(next.getAndIncrement(), pool.size());
                if (claim(pool.get(number), plan, expires)) {
                    return Slot.of(number, pool.get(number), config);
                }
            }
            if (System.nanoTime() > end) {
                throw new KubernetesClientException(
                        "all " + pool.size() + " namespaces of the pool are in use or still being emptied");
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
    }

    private boolean claim(String namespace, EnvironmentPlan plan, Instant expires) {
        Lease lease = new LeaseBuilder()
                .withNewMetadata()
                .withName(CLAIM)
                .withNamespace(namespace)
                .withLabels(Marks.labels(config.installation(), plan))
                .withAnnotations(Marks.annotations(plan, expires))
                .endMetadata()
                .build();
        try {
            cluster.client().resource(lease).create();
            return true;
        } catch (KubernetesClientException e) {
            if (Cluster.conflict(e)) {
                return false;
            }
            throw Cluster.refused(e, "the claim on namespace " + namespace);
        }
    }

    @Override
    public Collection<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        for (String namespace : pool) {
            Lease lease = cluster.client()
                    .leases()
                    .inNamespace(namespace)
                    .withName(CLAIM)
                    .get();
            if (lease != null) {
                claims.add(new Claim(namespace, lease.getMetadata()));
            }
        }
        return claims;
    }

    @Override
    public void annotate(String namespace, Map<String, String> annotations) {
        cluster.client().leases().inNamespace(namespace).withName(CLAIM).edit(found -> {
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
        // labels of a prepared namespace are not ours to change; if they forbid it, the pod is refused with the
        // cluster's words
    }

    @Override
    public void release(String namespace) {
        KubernetesClient client = cluster.client();
        Map<String, String> ours = Marks.common(config.installation(), "environment");
        Instant again = Instant.now().plus(config.requestLimit().multipliedBy(2));
        try {
            annotate(namespace, Map.of(Marks.REMOVING, "true", Marks.EXPIRES, again.toString()));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return;
            }
            throw e;
        }
        client.pods().inNamespace(namespace).withLabels(ours).withGracePeriod(0).delete();
        client.services().inNamespace(namespace).withLabels(ours).delete();
        client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace)
                .withLabels(ours)
                .delete();
        client.configMaps().inNamespace(namespace).withLabels(ours).delete();
        finish(namespace, ours);
    }

    /** Policies stay until no pod is left that they hold. */
    private void finish(String namespace, Map<String, String> ours) {
        KubernetesClient client = cluster.client();
        client.pods()
                .inNamespace(namespace)
                .withLabels(ours)
                .informOnCondition(List<Pod>::isEmpty)
                .orTimeout(config.requestLimit().toMillis(), TimeUnit.MILLISECONDS)
                .thenRunAsync(
                        () -> {
                            client.network()
                                    .v1()
                                    .networkPolicies()
                                    .inNamespace(namespace)
                                    .withLabels(ours)
                                    .delete();
                            client.resourceQuotas()
                                    .inNamespace(namespace)
                                    .withLabels(ours)
                                    .delete();
                            client.limitRanges()
                                    .inNamespace(namespace)
                                    .withLabels(ours)
                                    .delete();
                            client.leases()
                                    .inNamespace(namespace)
                                    .withName(CLAIM)
                                    .delete();
                        },
                        task -> Thread.ofVirtual().start(task))
                // the claim stays, so the expiry comes again
                .exceptionally(slow -> null);
    }
}
