package dev.doppel.scheduler.kubernetes.fake;

import dev.doppel.scheduler.kubernetes.objects.SelfTestObjects;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Plays what the image of a pod's item says, step by step as a kubelet reports it: {@code test/runs}, {@code test/says}, {@code test/ends-7},
 * {@code test/oom}, {@code test/missing}, {@code test/flaky-registry}, {@code test/bad-name}, {@code test/root}, {@code test/no-node},
 * {@code test/bad-mount}, {@code test/no-command}, {@code test/evicted}, {@code test/gated}, {@code test/bad-volume}, {@code test/slow-volume}, {@code test/hangs}.
 */
public final class Kubelet implements ResourceEventHandler<Pod>, AutoCloseable {
    private final KubernetesClient client;
    private final ApiServer server;
    private final SharedIndexInformer<Pod> watch;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicInteger addresses = new AtomicInteger(5);
    private final AtomicInteger events = new AtomicInteger();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private volatile SelfTestPods selfTest = SelfTestPods.ALL_WELL;
    private volatile String refusal = "names: 'x' cannot be resolved: dns-svc does not answer this pod";

    public Kubelet(KubernetesClient client, ApiServer server) {
        this.client = client;
        this.server = server;
        this.watch = client.pods().inAnyNamespace().inform(this, 0);
    }

    /** What gates of {@code test/gated} say. */
    public void refuse(String message) {
        refusal = message;
    }

    @Override
    public void onAdd(Pod pod) {
        if (seen.add(pod.getMetadata().getUid()
                + pod.getMetadata().getName()
                + pod.getMetadata().getNamespace())) {
            executor.execute(() -> play(pod));
        }
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {}

    @Override
    public void onDelete(Pod pod, boolean unknown) {
        seen.remove(pod.getMetadata().getUid()
                + pod.getMetadata().getName()
                + pod.getMetadata().getNamespace());
    }

    /** How pods of the self-test fare. */
    public enum SelfTestPods {
        ALL_WELL,
        INGRESS_IS_OPEN,
        EGRESS_IS_OPEN,
        MASQUERADED,
        NEVER_PULLED
    }

    /** From now on the self-test goes so. */
    public void selfTest(SelfTestPods how) {
        selfTest = how;
    }

    /** Pods of the self-test live on loopback addresses, so that scheduler-svc can really try to reach them. */
    private void playSelfTest(Pod pod) {
        boolean control = pod.getMetadata().getName().equals("control");
        String address = control ? "127.0.0.21" : "127.0.0.22";
        if (selfTest == SelfTestPods.NEVER_PULLED) {
            status(pod, pending(address, running(), waiting("ErrImagePull", "manifest unknown")));
            return;
        }
        boolean open = control || selfTest == SelfTestPods.INGRESS_IS_OPEN;
        try (ServerSocket listener = open
                ? new ServerSocket(SelfTestObjects.PORT, 50, InetAddress.ofLiteral(address))
                : new ServerSocket()) {
            PodStatus status = pending(address, running(), running());
            status.setPhase("Running");
            status(pod, status);
            if (open) {
                listener.accept().close();
            }
            String wrong = control && selfTest == SelfTestPods.MASQUERADED
                    ? "addresses: a call from this pod arrives as coming from '10.0.0.1'"
                    : !control && selfTest == SelfTestPods.EGRESS_IS_OPEN
                            ? "policy: a connection to 127.0.0.1:8090 is possible, although NetworkPolicy 'deny' denies it"
                            : null;
            if (selfTest != SelfTestPods.INGRESS_IS_OPEN) {
                status(pod, pending(address, running(), terminated(wrong == null ? 0 : 1, "Completed", wrong)));
            } else {
                while (!Thread.interrupted()) {
                    listener.accept().close();
                }
            }
        } catch (IOException e) {
            // closed with the cluster
        }
    }

    private void play(Pod pod) {
        if (List.of(SelfTestObjects.CONTROL, SelfTestObjects.SUBJECT)
                .contains(pod.getMetadata().getLabels().get("doppel.dev/role"))) {
            playSelfTest(pod);
            return;
        }
        String image = pod.getSpec().getContainers().getFirst().getImage();
        String address = "10.244.0." + addresses.getAndIncrement();
        if (image.equals("test/no-node")) {
            status(
                    pod,
                    new PodStatusBuilder()
                            .withPhase("Pending")
                            .addNewCondition()
                            .withType("PodScheduled")
                            .withStatus("False")
                            .withReason("Unschedulable")
                            .withMessage("0/3 nodes are available: 3 Insufficient memory.")
                            .endCondition()
                            .build());
            return;
        }
        if (image.equals("test/bad-volume") || image.equals("test/slow-volume")) {
            status(pod, new PodStatusBuilder().withPhase("Pending").build());
            warn(pod, "BackOff", "Back-off restarting something else");
            warn(
                    pod,
                    "FailedMount",
                    "MountVolume.SetUp failed for volume \"files\" : configmap \"files-0-0\" not found");
            if (image.equals("test/bad-volume")) {
                return;
            }
        }
        status(pod, pending(address, running(), waiting("PodInitializing", null)));
        if (image.equals("test/hangs")) {
            return;
        }
        if (image.equals("test/gated")) {
            status(pod, pending(address, terminated(1, "Error", refusal), waiting("PodInitializing", null)));
            return;
        }
        ContainerState passed = terminated(0, "Completed", null);
        status(pod, pending(address, passed, waiting("PodInitializing", null)));
        boolean mayBeRoot = pod.getSpec().getSecurityContext().getRunAsNonRoot() == null;
        switch (image) {
            case "test/missing" -> {
                status(
                        pod,
                        pending(
                                address,
                                passed,
                                waiting(
                                        "ErrImagePull",
                                        "failed to pull and unpack image \"docker.io/test/missing:latest\": not found")));
                status(
                        pod,
                        pending(
                                address,
                                passed,
                                waiting("ImagePullBackOff", "Back-off pulling image \"test/missing\"")));
            }
            case "test/flaky-registry" -> {
                status(pod, pending(address, passed, waiting("ErrImagePull", "dial tcp 192.0.2.1:443: i/o timeout")));
                run(pod, address, passed);
            }
            case "test/unreachable-registry" -> {
                status(pod, pending(address, passed, waiting("ErrImagePull", "dial tcp 192.0.2.1:443: i/o timeout")));
                status(pod, pending(address, passed, waiting("ImagePullBackOff", "Back-off pulling image \"test/x\"")));
            }
            case "test/bad-name" ->
                status(
                        pod,
                        pending(
                                address,
                                passed,
                                waiting("InvalidImageName", "couldn't parse image name \"test/bad-name\"")));
            case "test/bad-mount" ->
                status(pod, pending(address, passed, waiting("CreateContainerError", "mount /etc: not a directory")));
            case "test/no-command" ->
                status(
                        pod,
                        new PodStatusBuilder(pending(
                                        address,
                                        passed,
                                        terminated(
                                                128,
                                                "StartError",
                                                "exec: \"nosuch\": executable file not found in $PATH")))
                                .build());
            case "test/root" -> {
                if (mayBeRoot) {
                    run(pod, address, passed);
                } else {
                    status(
                            pod,
                            pending(
                                    address,
                                    passed,
                                    waiting(
                                            "CreateContainerConfigError",
                                            "container has runAsNonRoot and image will run as root")));
                }
            }
            case "test/says" -> {
                log(pod, "one", "two");
                run(pod, address, passed);
            }
            case "test/ends-7" -> {
                log(pod, "before", "wrong");
                run(pod, address, passed);
                status(pod, pending(address, passed, terminated(7, "Error", null)));
            }
            case "test/oom" -> {
                log(pod, "allocating");
                run(pod, address, passed);
                status(pod, pending(address, passed, terminated(137, "OOMKilled", null)));
            }
            case "test/evicted" -> {
                run(pod, address, passed);
                PodStatus evicted = pending(address, passed, waiting(null, null));
                evicted.setPhase("Failed");
                evicted.setReason("Evicted");
                evicted.setMessage("The node was low on resource: memory.");
                status(pod, evicted);
            }
            default -> run(pod, address, passed);
        }
    }

    private void log(Pod pod, String... lines) {
        List<String> stamped = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            stamped.add("2026-01-01T00:00:0" + i + ".000000001Z " + lines[i] + "\n");
        }
        server.log(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                stamped.stream().collect(Collectors.joining()));
    }

    /** An event as kubelet and scheduler write it. */
    private void warn(Pod pod, String reason, String message) {
        String namespace = pod.getMetadata().getNamespace();
        client.resource(new EventBuilder()
                        .withNewMetadata()
                        .withName(pod.getMetadata().getName() + "." + events.incrementAndGet())
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewInvolvedObject()
                        .withKind("Pod")
                        .withNamespace(namespace)
                        .withName(pod.getMetadata().getName())
                        .endInvolvedObject()
                        .withType("Warning")
                        .withReason(reason)
                        .withMessage(message)
                        .build())
                .create();
    }

    private void run(Pod pod, String address, ContainerState passed) {
        PodStatus status = pending(address, passed, running());
        status.setPhase("Running");
        status(pod, status);
    }

    private void status(Pod pod, PodStatus status) {
        String namespace = pod.getMetadata().getNamespace();
        String name = pod.getMetadata().getName();
        if (client.pods().inNamespace(namespace).withName(name).get() != null) {
            client.pods().inNamespace(namespace).withName(name).edit(found -> {
                found.setStatus(status);
                return found;
            });
        }
    }

    private static PodStatus pending(String address, ContainerState gate, ContainerState item) {
        return new PodStatusBuilder()
                .withPhase("Pending")
                .withPodIP(address)
                .withInitContainerStatuses(container("gate", gate))
                .withContainerStatuses(container("item", item))
                .build();
    }

    private static ContainerStatus container(String name, ContainerState state) {
        return new ContainerStatusBuilder()
                .withName(name)
                .withImage(name + "-image")
                .withImageID("sha256:0123")
                .withState(state)
                .build();
    }

    private static ContainerState running() {
        return new ContainerStateBuilder().withNewRunning().endRunning().build();
    }

    private static ContainerState waiting(String reason, String message) {
        return new ContainerStateBuilder().withNewWaiting(message, reason).build();
    }

    private static ContainerState terminated(int code, String reason, String message) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(code)
                .withReason(reason)
                .withMessage(message)
                .endTerminated()
                .build();
    }

    @Override
    public void close() {
        watch.close();
        executor.shutdownNow();
    }
}
