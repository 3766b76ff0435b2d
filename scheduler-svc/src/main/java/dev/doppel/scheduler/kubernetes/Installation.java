package dev.doppel.scheduler.kubernetes;

import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.kubernetes.api.Cluster;
import dev.doppel.scheduler.kubernetes.api.CreatedPlaces;
import dev.doppel.scheduler.kubernetes.api.Places;
import dev.doppel.scheduler.kubernetes.api.PooledPlaces;
import dev.doppel.scheduler.kubernetes.config.KubernetesConfig;
import dev.doppel.scheduler.kubernetes.objects.ClusterPlan;
import dev.doppel.scheduler.kubernetes.objects.Marks;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What all environments of this process share: the client, the canary, the result of the self-test, and the timer that removes whatever is over
 * its time, without asking queue or drivers. Thread-safe.
 */
final class Installation implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Installation.class);

    private final KubernetesConfig config;
    private final KubernetesClient client;
    private final Cluster cluster;
    private final Places places;
    private final Clock clock;
    private final String address;
    private final @Nullable Canary canary;
    private final AtomicLong leaks = new AtomicLong();
    private volatile long leaked;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("kubernetes-expiry").daemon().factory());
    private @Nullable CompletableFuture<Void> selfTest;

    private Installation(KubernetesConfig config, KubernetesClient client, Clock clock, @Nullable Canary canary) {
        this.config = config;
        this.client = client;
        this.clock = clock;
        this.canary = canary;
        this.address = config.address().orElse("");
        this.cluster = new Cluster(client, config.requestLimit());
        List<String> pool = config.pool().orElse(List.of());
        this.places = pool.isEmpty() ? new CreatedPlaces(cluster, config) : new PooledPlaces(cluster, config, pool);
    }

    /** Opens the canary and begins to look for what is over its time. */
    static Installation open(KubernetesConfig config, KubernetesClient client, Clock clock) {
        Canary canary = null;
        if (config.address().isPresent()) {
            try {
                canary = new Canary(config.address().get(), config.canaryPort());
            } catch (IOException e) {
                throw new EnvironmentFailure(
                        null,
                        "the canary cannot listen on " + config.address().get() + ":" + config.canaryPort() + ": "
                                + e.getMessage() + " (doppel.scheduler.kubernetes.address, canary-port)",
                        List.of());
            }
        }
        Installation made = new Installation(config, client, clock, canary);
        long every = config.expiryEvery().toMillis();
        made.timer.scheduleWithFixedDelay(made::removeExpired, 0, every, TimeUnit.MILLISECONDS);
        return made;
    }

    Cluster cluster() {
        return cluster;
    }

    Places places() {
        return places;
    }

    EnvironmentProvider.Leaks leaks() {
        return new EnvironmentProvider.Leaks(leaks.get(), leaked);
    }

    /**
     * Returns when the self-test has passed; one that failed is repeated by the next caller.
     *
     * @throws EnvironmentFailure with what is wrong with the cluster
     */
    void awaitSelfTest() {
        if (!config.selfTest()) {
            return;
        }
        if (address.isEmpty()) {
            throw new EnvironmentFailure(
                    null,
                    "doppel.scheduler.kubernetes.address is not set: give scheduler-svc the address of its pod (status.podIP),"
                            + " so that each environment can prove that its policies are enforced",
                    List.of());
        }
        CompletableFuture<Void> test;
        synchronized (this) {
            test = selfTest;
            if (test == null || test.isCompletedExceptionally()) {
                test = CompletableFuture.runAsync(
                        this::runSelfTest, task -> Thread.ofVirtual().start(task));
                selfTest = test;
            }
        }
        try {
            test.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void runSelfTest() {
        try {
            new SelfTest(cluster, places, client, config, clock).run(address);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Makes everything of an environment but its pods, and returns the addresses of its Services. */
    Map<String, String> furnish(ClusterPlan objects, Executor executor) throws InterruptedException {
        String namespace = objects.slot().namespace();
        if (config.pool().isEmpty()) {
            Map<String, String> labels = Marks.labels(config.installation(), objects.plan());
            for (String secret : config.images().pullSecrets().orElse(List.of())) {
                cluster.copySecret(config.platformNamespace(), secret, namespace, labels);
            }
        }
        // none needs another, so they are applied side by side; all are there before any pod
        List<CompletableFuture<HasMetadata>> applying = new ArrayList<>();
        for (HasMetadata object : objects.surroundings()) {
            applying.add(CompletableFuture.supplyAsync(() -> cluster.apply(object), executor));
        }
        Map<String, String> addresses = new TreeMap<>();
        for (CompletableFuture<HasMetadata> one : applying) {
            if (joined(one) instanceof Service service) {
                addresses.put(service.getMetadata().getName(), cluster.address(service));
            }
        }
        return addresses;
    }

    private static HasMetadata joined(CompletableFuture<HasMetadata> one) {
        try {
            return one.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void removeExpired() {
        try {
            List<Places.Claim> over = places.claims().stream()
                    .filter(claim -> Marks.expired(claim.meta(), clock.instant()))
                    .toList();
            leaked = over.stream().filter(claim -> !Marks.kept(claim.meta())).count();
            for (Places.Claim claim : over) {
                // a namespace that is being deleted needs no second word, and says itself what it waits for
                if (claim.meta().getDeletionTimestamp() == null) {
                    if (!Marks.kept(claim.meta()) && !Marks.removing(claim.meta())) {
                        leaks.incrementAndGet();
                        LOG.warnf("namespace %s is over its time: a leak; removing it", claim.namespace());
                    }
                    places.release(claim.namespace());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warnf("expired environments could not be looked for: %s", e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (canary != null) {
                canary.close();
            }
        } catch (IOException e) {
            LOG.debug("the canary could not be closed", e);
        }
    }
}
