package dev.doppel.scheduler.kubernetes.api;

import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.kubernetes.objects.Marks;
import dev.doppel.scheduler.kubernetes.watch.LogSource;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The calls that environments need; every method blocks for as long as the API server takes. What the API server refuses because of what it
 * was asked for is an {@link EnvironmentFailure} with its own words; what it cannot do now is a {@link KubernetesClientException}, after which
 * another try may help. The client itself repeats what was answered with 429 or 5xx, or not at all. Thread-safe.
 */
public final class Cluster {
    private static final String MANAGER = "doppel";
    private static final int UNPROCESSABLE = 422;
    private static final long ADDRESS_RETRY_MILLIS = 25;
    private static final int MOST_APPLIES = 4;

    private final KubernetesClient client;
    private final Duration limit;

    /** @param limit for what is waited for beyond one call */
    public Cluster(KubernetesClient client, Duration limit) {
        this.client = client;
        this.limit = limit;
    }

    KubernetesClient client() {
        return client;
    }

    /** Server-side apply; fields that others set stay theirs, ours are taken. One that meets another change is repeated. */
    public <T extends HasMetadata> T apply(T object) {
        for (int n = 1; ; n++) {
            try {
                return client.resource(object)
                        .fieldManager(MANAGER)
                        .forceConflicts()
                        .serverSideApply();
            } catch (KubernetesClientException e) {
                if (!conflict(e) || n == MOST_APPLIES) {
                    throw refused(
                            e, object.getKind() + " " + object.getMetadata().getName());
                }
            }
        }
    }

    /** What a refusal means: the user's and the cluster's own words, or a fault that may pass. */
    static RuntimeException refused(KubernetesClientException e, String what) {
        String words = e.getStatus() != null && e.getStatus().getMessage() != null
                ? e.getStatus().getMessage()
                : String.valueOf(e.getMessage());
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE ->
                new EnvironmentFailure(null, "the cluster refuses " + what + ": " + words, List.of());
            case HttpURLConnection.HTTP_FORBIDDEN -> {
                String why = words.contains("exceeded quota")
                        ? "a quota of the cluster is reached: "
                        : words.contains("PodSecurity")
                                ? "the Pod Security level of the namespace does not allow it: "
                                : words.contains("admission webhook") || words.contains("ValidatingAdmissionPolicy")
                                        ? "a policy of the cluster does not allow it: "
                                        : "the cluster does not allow it (docs/rbac.md lists the rights that are needed): ";
                yield new EnvironmentFailure(null, what + ": " + why + words, List.of());
            }
            default -> e;
        };
    }

    /** The address of a Service that was just applied. */
    public String address(Service applied) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Service service = applied;
        while (true) {
            String address =
                    service.getSpec() == null ? null : service.getSpec().getClusterIP();
            if (address != null && !address.isEmpty() && !address.equals("None")) {
                return address;
            }
            if (System.nanoTime() > end) {
                throw new KubernetesClientException("Service "
                        + applied.getMetadata().getName() + " was given no address within " + limit.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(ADDRESS_RETRY_MILLIS);
            Service again = client.services()
                    .inNamespace(applied.getMetadata().getNamespace())
                    .withName(applied.getMetadata().getName())
                    .get();
            service = again == null ? applied : again;
        }
    }

    /** Deletes a pod at once; one that is not there is no matter. */
    public void deletePod(String namespace, String name) {
        client.pods().inNamespace(namespace).withName(name).withGracePeriod(0).delete();
    }

    /** Watches the pods of a namespace until it is closed; lists again by itself when the watch has expired or broken. */
    public SharedIndexInformer<Pod> watchPods(String namespace, String installation, ResourceEventHandler<Pod> handler)
            throws InterruptedException {
        SharedIndexInformer<Pod> informer = client.pods()
                .inNamespace(namespace)
                .withLabel(Marks.INSTALLATION, installation)
                .runnableInformer(0)
                .exceptionHandler((started, failure) -> true);
        informer.addEventHandler(handler);
        try {
            informer.start().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return informer;
        } catch (ExecutionException | TimeoutException e) {
            informer.close();
            throw new KubernetesClientException("the pods of namespace " + namespace + " cannot be watched", e);
        }
    }

    /**
     * Watches the warnings about pods of a namespace until it is closed; gives up where they may not be read. What is there already comes first.
     */
    public SharedIndexInformer<Event> watchWarnings(String namespace, ResourceEventHandler<Event> handler) {
        SharedIndexInformer<Event> informer = client.v1()
                .events()
                .inNamespace(namespace)
                .withField("type", "Warning")
                .withField("involvedObject.kind", "Pod")
                .runnableInformer(0)
                .exceptionHandler((started, failure) -> !forbidden(failure));
        informer.addEventHandler(handler);
        var unused = informer.start();
        return informer;
    }

    private static boolean forbidden(Throwable failure) {
        return failure instanceof KubernetesClientException e && e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    }

    /** The log of an item's container. */
    public LogSource logs(String namespace, String pod) {
        return since -> {
            var container = client.pods().inNamespace(namespace).withName(pod).inContainer("item");
            LogWatch watch = since == null
                    ? container.usingTimestamps().watchLog()
                    : container.usingTimestamps().sinceTime(since).watchLog();
            return new Followed(watch);
        };
    }

    private record Followed(LogWatch watch) implements LogSource.Opened {
        @Override
        public InputStream in() {
            return watch.getOutput();
        }

        @Override
        public void close() {
            watch.close();
        }
    }

    /** Copies a secret of the platform's namespace into another. */
    public void copySecret(String from, String name, String to, Map<String, String> labels) {
        Secret secret = client.secrets().inNamespace(from).withName(name).get();
        if (secret == null) {
            throw new EnvironmentFailure(
                    null,
                    "the image pull secret " + name + " is not in namespace " + from
                            + ": create it there, or take it out of doppel.scheduler.kubernetes.images.pull-secrets",
                    List.of());
        }
        apply(new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(to)
                .withLabels(labels)
                .endMetadata()
                .withType(secret.getType())
                .withData(secret.getData())
                .build());
    }

    /** Whether a failure says that the thing exists already. */
    static boolean conflict(@Nullable Throwable failure) {
        return failure instanceof KubernetesClientException e && e.getCode() == HttpURLConnection.HTTP_CONFLICT;
    }
}
