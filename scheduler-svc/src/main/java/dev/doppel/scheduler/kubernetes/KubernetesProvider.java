package dev.doppel.scheduler.kubernetes;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentLayout;
import dev.doppel.scheduler.environment.EnvironmentObserver;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.environment.StartedItem;
import dev.doppel.scheduler.kubernetes.api.Places;
import dev.doppel.scheduler.kubernetes.config.KubernetesConfig;
import dev.doppel.scheduler.kubernetes.config.KubernetesConfig.Keep;
import dev.doppel.scheduler.kubernetes.config.KubernetesConfig.Security;
import dev.doppel.scheduler.kubernetes.objects.ClusterPlan;
import dev.doppel.scheduler.kubernetes.objects.Marks;
import dev.doppel.scheduler.kubernetes.objects.Slot;
import dev.doppel.scheduler.kubernetes.watch.PodFollower;
import dev.doppel.scheduler.kubernetes.watch.PodFollower.Outcome;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Environments in a Kubernetes cluster: a namespace each, a pod per item. Plans with {@code objects}, applies with {@code api}, follows with
 * {@code watch}. Nothing is touched before the first call, not even the client is made. Thread-safe.
 */
@Singleton
public class KubernetesProvider implements EnvironmentProvider {
    private static final Logger LOG = Logger.getLogger(KubernetesProvider.class);

    private final KubernetesConfig config;
    private final Supplier<KubernetesClient> client;
    private final Clock clock;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Existing, Environment> environments = new ConcurrentHashMap<>();
    private final Set<String> rootImages = ConcurrentHashMap.newKeySet();
    private @Nullable Installation installation;

    @Inject
    public KubernetesProvider(KubernetesConfig config, Instance<KubernetesClient> client) {
        this(config, client::get, Clock.systemUTC());
    }

    /** @param client asked once, at the first call */
    KubernetesProvider(KubernetesConfig config, Supplier<KubernetesClient> client, Clock clock) {
        this.config = config;
        this.client = client;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public CompletableFuture<List<String>> check(EnvironmentPlan plan) {
        return async(() -> ClusterPlan.problems(config, plan));
    }

    @Override
    public CompletableFuture<EnvironmentLayout> create(EnvironmentPlan plan, EnvironmentObserver observer) {
        return async(() -> {
            if (plan.surroundings().interception().isEmpty()
                    || plan.surroundings().names().isEmpty()) {
                throw new EnvironmentFailure(
                        null,
                        "mock-svc or dns-svc announces no address, which is a fault of the installation: set"
                                + " doppel.mock.address and doppel.dns.address to the address of their pods",
                        List.of());
            }
            Existing id = new Existing(plan.instance(), plan.attempt());
            if (environments.containsKey(id)) {
                throw new EnvironmentFailure(
                        null, "the environment of " + plan.instance() + " exists already", List.of());
            }
            Installation here = installation();
            here.awaitSelfTest();
            Map<String, byte[]> trust = TrustBundle.read(config.trustDir());
            Instant expires =
                    clock.instant().plus(plan.surroundings().lifetime()).plus(config.expiryMargin());
            Slot slot = here.places().take(plan, expires);
            Environment environment = new Environment(
                    new ClusterPlan(config, slot, plan, trust), observer, here.cluster(), config, clock);
            environments.put(id, environment);
            try {
                environment.made(here.furnish(environment.objects(), executor));
            } catch (RuntimeException | InterruptedException e) {
                remove(id);
                throw e;
            }
            return environment.objects().layout(environment.addresses());
        });
    }

    @Override
    public CompletableFuture<StartedItem> start(EnvironmentPlan plan, String item) {
        return async(() -> {
            Environment environment = environments.get(new Existing(plan.instance(), plan.attempt()));
            if (environment == null) {
                throw new EnvironmentFailure(
                        item, "item " + item + " was not started: there is no environment", List.of());
            }
            String image = String.valueOf(plan.item(item).image());
            boolean root = config.podSecurity() == Security.BASELINE
                    || config.podSecurity() == Security.AUTO && rootImages.contains(image);
            if (root) {
                baseline(environment);
            }
            Pod pod = environment.objects().pod(item, environment.addresses(), !root, false);
            Outcome outcome = await(environment.start(item, pod));
            if (outcome instanceof Outcome.NeedsRoot && !root && config.podSecurity() == Security.AUTO) {
                rootImages.add(image);
                baseline(environment);
                environment.forget(pod);
                outcome = await(
                        environment.start(item, environment.objects().pod(item, environment.addresses(), false, true)));
            }
            return switch (outcome) {
                case Outcome.Started started -> started.item();
                case Outcome.NeedsRoot needs ->
                    throw new EnvironmentFailure(
                            item,
                            "item " + item + ": image " + image
                                    + " runs as root, which this installation does not allow"
                                    + " (doppel.scheduler.kubernetes.pod-security): give the image a numeric USER",
                            List.of());
            };
        });
    }

    private void baseline(Environment environment) {
        if (config.podSecurity() == Security.AUTO) {
            installation().places().allowBaseline(environment.namespace());
        }
    }

    private static Outcome await(PodFollower follower) {
        try {
            return follower.outcome().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof EnvironmentFailure failure ? failure : e;
        }
    }

    @Override
    public CompletableFuture<Void> remove(InstanceId instance, int attempt) {
        return async(() -> {
            remove(new Existing(instance, attempt));
            return null;
        });
    }

    private void remove(Existing id) throws InterruptedException {
        Places places = installation().places();
        Environment environment = environments.remove(id);
        if (environment != null) {
            environment.close();
            places.release(environment.namespace());
            return;
        }
        for (Places.Claim claim : places.claims()) {
            if (claim.owner().filter(owner -> id.equals(existing(owner))).isPresent()) {
                places.release(claim.namespace());
            }
        }
    }

    @Override
    public CompletableFuture<Void> removeFailed(InstanceId instance, int attempt) {
        return async(() -> {
            Existing id = new Existing(instance, attempt);
            Environment environment = config.keep() == Keep.ON_FAILURE ? environments.remove(id) : null;
            if (environment == null) {
                remove(id);
                return null;
            }
            environment.close();
            String until = clock.instant().plus(config.keepFor()).toString();
            installation().places().annotate(environment.namespace(), Map.of(Marks.KEPT, "true", Marks.EXPIRES, until));
            LOG.infof("namespace %s of failed instance %s stays until %s", environment.namespace(), instance, until);
            return null;
        });
    }

    @Override
    public CompletableFuture<Collection<Existing>> existing() {
        return async(() -> installation().places().claims().stream()
                .filter(claim -> !Marks.kept(claim.meta()) && !Marks.removing(claim.meta()))
                .flatMap(claim -> claim.owner().stream())
                .map(KubernetesProvider::existing)
                .toList());
    }

    private static Existing existing(Marks.Owner owner) {
        return new Existing(owner.instance(), owner.attempt());
    }

    @Override
    public void namesMoved(List<String> addresses) {
        if (addresses.isEmpty()) {
            return;
        }
        for (Environment environment : environments.values()) {
            var unused = async(() ->
                            installation().cluster().apply(environment.objects().names(addresses)))
                    .exceptionally(failure -> {
                        LOG.warnf(failure, "namespace %s still leads to old name servers", environment.namespace());
                        return null;
                    });
        }
    }

    /** Environments that were found only because their time was over: each is a leak that something else should have prevented. */
    @Override
    public synchronized Leaks leaks() {
        return installation == null ? new Leaks(0, 0) : installation.leaks();
    }

    private synchronized Installation installation() {
        Installation known = installation;
        if (known == null) {
            known = Installation.open(config, client.get(), clock);
            installation = known;
        }
        return known;
    }

    /** Stops to watch. What was made stays for another life of scheduler-svc, or for the reaper. */
    @Override
    @PreDestroy
    public void close() {
        environments.values().forEach(Environment::close);
        environments.clear();
        Installation known;
        synchronized (this) {
            known = installation;
            installation = null;
        }
        if (known != null) {
            known.close();
        }
        executor.shutdownNow();
    }

    private <T extends @Nullable Object> CompletableFuture<T> async(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                result.complete(work.call());
            } catch (Exception e) {
                result.completeExceptionally(
                        e instanceof CompletionException c && c.getCause() != null ? c.getCause() : e);
            }
        });
        return result;
    }
}
