package dev.doppel.scheduler.kubernetes;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.kubernetes.api.Cluster;
import dev.doppel.scheduler.kubernetes.api.Places;
import dev.doppel.scheduler.kubernetes.config.KubernetesConfig;
import dev.doppel.scheduler.kubernetes.objects.Marks;
import dev.doppel.scheduler.kubernetes.objects.SelfTestObjects;
import dev.doppel.scheduler.kubernetes.watch.PodState;
import dev.doppel.scheduler.kubernetes.watch.PodStates;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Proves once, before the first environment, what every environment rests on: policies are enforced in both directions, and the address of a
 * peer arrives unchanged through a Service. Confined to one call.
 */
final class SelfTest {
    private static final Logger LOG = Logger.getLogger(SelfTest.class);
    private static final long PAUSE_MILLIS = 100;

    private final Cluster cluster;
    private final Places places;
    private final KubernetesClient client;
    private final KubernetesConfig config;
    private final Clock clock;
    private final Map<String, PodState> states = new HashMap<>();

    SelfTest(Cluster cluster, Places places, KubernetesClient client, KubernetesConfig config, Clock clock) {
        this.cluster = cluster;
        this.places = places;
        this.client = client;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Runs it; blocks for seconds.
     *
     * @throws EnvironmentFailure naming what is not as it must be
     */
    void run(String address) throws InterruptedException {
        if (config.pool().orElse(List.of()).isEmpty()) {
            inItsOwnNamespace(address);
        } else {
            inANamespaceOfThePool(address);
        }
        LOG.infof("self-test passed: policies are enforced both ways, addresses of peers arrive unchanged");
    }

    private Instant expires() {
        return clock.instant().plus(config.requestLimit().multipliedBy(10));
    }

    private static String unique() {
        return Integer.toString(ThreadLocalRandom.current().nextInt(1 << 24), 36);
    }

    /** Nobody's instance: the queue has no say in it, its expiry has. */
    private void inANamespaceOfThePool(String address) throws InterruptedException {
        String namespace = places.take(
                        new EnvironmentPlan(
                                new RunId("self-test"),
                                new InstanceId("self-test-" + unique()),
                                1,
                                Path.of("/"),
                                List.of(),
                                Set.of()),
                        expires())
                .namespace();
        try {
            places.annotate(namespace, Map.of(Marks.KEPT, "true"));
            prove(new SelfTestObjects(config, namespace, "environment"), namespace, address);
        } finally {
            places.release(namespace);
        }
    }

    private void inItsOwnNamespace(String address) throws InterruptedException {
        String name = config.namespacePrefix() + "-self-test-" + unique();
        SelfTestObjects objects = new SelfTestObjects(config, name);
        forgetOld();
        cluster.apply(objects.namespace(expires()));
        try {
            Map<String, String> labels = Marks.common(config.installation(), "self-test");
            config.images()
                    .pullSecrets()
                    .orElse(List.of())
                    .forEach(secret -> cluster.copySecret(config.platformNamespace(), secret, name, labels));
            prove(objects, name, address);
        } finally {
            client.namespaces().withName(name).delete();
        }
    }

    private void prove(SelfTestObjects objects, String namespace, String address) throws InterruptedException {
        try (SharedIndexInformer<Pod> pods = cluster.watchPods(namespace, config.installation(), new States())) {
            String service = "";
            for (HasMetadata object : objects.surroundings(address)) {
                HasMetadata applied = cluster.apply(object);
                if (applied instanceof Service one) {
                    service = cluster.address(one);
                }
            }
            objects.pods(address, service).forEach(cluster::apply);
            prove();
        }
    }

    /** What a self-test of a life that was killed has left. */
    private void forgetOld() {
        client.namespaces().withLabels(Marks.common(config.installation(), "self-test")).list().getItems().stream()
                .filter(one -> Marks.expired(one.getMetadata(), clock.instant()))
                .forEach(one -> client.namespaces()
                        .withName(one.getMetadata().getName())
                        .delete());
    }

    private void prove() throws InterruptedException {
        long end = System.nanoTime() + config.requestLimit().toNanos();
        String control = address(SelfTestObjects.CONTROL, end);
        String subject = address(SelfTestObjects.SUBJECT, end);
        while (!reach(control)) {
            unless(end, "a pod cannot be reached from scheduler-svc although NetworkPolicy 'control' allows it");
        }
        while (reach(subject)) {
            unless(
                    end,
                    "a pod can be reached from scheduler-svc although NetworkPolicy 'deny' denies it: this cluster does not enforce"
                            + " ingress policies; Doppel needs a network plugin that does");
        }
        // both pods stay for a while once their own checks have passed, or end with what is wrong
        await(SelfTestObjects.CONTROL, end);
        await(SelfTestObjects.SUBJECT, end);
    }

    private String address(String pod, long end) throws InterruptedException {
        while (true) {
            PodState state = state(pod);
            failed(pod, state);
            boolean ran = state instanceof PodState.Running || state instanceof PodState.Ended;
            if (state != null && ran && state.address() != null) {
                return state.address();
            }
            unless(end, "its pod '" + pod + "' did not start" + note(state));
        }
    }

    private static String note(@Nullable PodState state) {
        return state instanceof PodState.Waiting waiting && waiting.note() != null ? ": " + waiting.note() : "";
    }

    private void await(String pod, long end) throws InterruptedException {
        long over = end + config.requestLimit().multipliedBy(2).toNanos();
        while (true) {
            PodState state = state(pod);
            failed(pod, state);
            if (state instanceof PodState.Ended ended && ended.code() == 0) {
                return;
            }
            unless(over, "its pod '" + pod + "' did not end");
        }
    }

    private static void failed(String pod, @Nullable PodState state) {
        switch (state) {
            case PodState.Refused refused -> throw failure("its pod '" + pod + "': " + refused.why());
            case PodState.NeedsRoot needs ->
                throw failure("its pod '" + pod + "' may not run: the gate's image needs root");
            case PodState.Ended ended
            when ended.code() != 0 ->
                throw failure(
                        ended.reason() == null
                                ? "its pod '" + pod + "' ended with code " + ended.code()
                                : ended.reason());
            case null, default -> {}
        }
    }

    private synchronized @Nullable PodState state(String pod) {
        return states.get(pod);
    }

    private boolean reach(String address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), SelfTestObjects.PORT), (int)
                    config.gate().deniedWait().toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void unless(long end, String otherwise) throws InterruptedException {
        if (System.nanoTime() > end) {
            throw failure(otherwise);
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }

    private static EnvironmentFailure failure(String what) {
        return new EnvironmentFailure(null, "the self-test of this cluster failed: " + what, List.of());
    }

    private final class States implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            synchronized (SelfTest.this) {
                states.put(pod.getMetadata().getName(), PodStates.ofGate(pod));
            }
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            onAdd(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean unknown) {}
    }
}
