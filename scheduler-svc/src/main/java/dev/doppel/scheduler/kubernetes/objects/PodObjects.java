package dev.doppel.scheduler.kubernetes.objects;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.kubernetes.config.KubernetesConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pod of one item: a gate, then the item, and nothing that could speak to the cluster. Pure. */
final class PodObjects {
    /** Name of the item's container. */
    static final String ITEM = "item";

    /** Name of the init container. */
    static final String GATE = "gate";

    private final KubernetesConfig config;
    private final EnvironmentPlan plan;
    private final Map<String, String> labels;
    private final Map<String, String> addresses;

    /** @param addresses of the environment's Services, by name */
    PodObjects(
            KubernetesConfig config, EnvironmentPlan plan, Map<String, String> labels, Map<String, String> addresses) {
        this.config = config;
        this.plan = plan;
        this.labels = labels;
        this.addresses = addresses;
    }

    /**
     * The pod.
     *
     * @param restricted whether it must satisfy the Pod Security level restricted, or baseline only
     */
    Pod pod(String name, String namespace, int index, boolean restricted, FileObjects files) {
        ItemPlan item = plan.items().get(index);
        ItemContainer what = ItemContainer.of(item);
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.put(Marks.ROLE, item.kind().name().toLowerCase(java.util.Locale.ROOT));
        config.labels().forEach(label -> all.putAll(Marks.pair(label)));
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(all)
                .addToAnnotations(Marks.ITEM, item.name())
                .endMetadata();
        List<Volume> volumes = new ArrayList<>(files.volumes());
        volumes.addAll(volumes(item, what));
        var spec = pod.withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(1L)
                .withHostname(item.name())
                .withDnsPolicy("None")
                .withNewDnsConfig()
                .withNameservers(Slot.address(addresses, ObjectNames.NAMES))
                .addNewOption()
                .withName("ndots")
                .withValue("1")
                .endOption()
                .endDnsConfig()
                .withNewSecurityContext()
                .withRunAsNonRoot(restricted ? true : null)
                .withRunAsUser(what.user())
                .withRunAsGroup(what.user())
                .withFsGroup(what.user())
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withImagePullSecrets(config.images().pullSecrets().orElse(List.of()).stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withVolumes(volumes)
                .withInitContainers(gate(item, files))
                .withContainers(item(item, what, restricted, files));
        config.nodeSelector().orElse(List.of()).forEach(label -> spec.addToNodeSelector(Marks.pair(label)));
        return spec.endSpec().build();
    }

    private Container gate(ItemPlan item, FileObjects files) {
        List<String> args = new ArrayList<>();
        args.add("limit=" + config.gate().limit());
        if (!files.gateMounts().isEmpty()) {
            args.add("join=" + FileObjects.PARTS + "=" + FileObjects.JOINED);
        }
        for (int i = 0; i < plan.items().size(); i++) {
            ItemPlan other = plan.items().get(i);
            if (other.kind() != ItemKind.WORKER && other != item) {
                args.add("name=" + other.name() + "=" + Slot.address(addresses, ObjectNames.item(other, i)));
            }
        }
        String outside = Slot.address(addresses, ObjectNames.OUTSIDE);
        args.add("name=outside.doppel.invalid=" + outside);
        args.add("known=" + outside + ":80=" + item.name());
        args.add("wait=" + config.gate().deniedWait());
        config.address().ifPresent(address -> args.add("denied=" + address + ":" + config.canaryPort()));
        return new ContainerBuilder()
                .withName(GATE)
                .withImage(config.gate().image())
                .withImagePullPolicy(config.images().pullPolicy())
                .withCommand(config.gate().command())
                .withArgs(args)
                .withNewResources()
                .addToRequests("cpu", new Quantity("10m"))
                .addToRequests("memory", new Quantity("32Mi"))
                .addToLimits("cpu", new Quantity("1"))
                .addToLimits("memory", new Quantity("96Mi"))
                .endResources()
                .withSecurityContext(gateSecurity(config.gate().user()))
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withVolumeMounts(files.gateMounts())
                .build();
    }

    static SecurityContext gateSecurity(long user) {
        return new SecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(user)
                .withRunAsGroup(user)
                .withReadOnlyRootFilesystem(true)
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    private Container item(ItemPlan item, ItemContainer what, boolean restricted, FileObjects files) {
        List<VolumeMount> mounts = new ArrayList<>(files.mounts());
        if (trusts(item)) {
            mounts.add(mount("trust", "/ca-bundle", null));
            mounts.add(mount("trust", dev.doppel.scheduler.environment.TrustVariables.CA, "ca.crt"));
        }
        if (what.data() != null) {
            mounts.add(new VolumeMountBuilder()
                    .withName("data")
                    .withMountPath(what.data())
                    .build());
        }
        ContainerBuilder container = new ContainerBuilder()
                .withName(ITEM)
                .withImage(new ImageReferences(config.images().rewrite().orElse(List.of())).rewritten(what.image()))
                .withImagePullPolicy(config.images().pullPolicy())
                .withCommand(literal(what.command()))
                .withArgs(literal(what.args()))
                .withEnv(env(what.env()))
                .withVolumeMounts(mounts)
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop(restricted ? "ALL" : "NET_RAW")
                .endCapabilities()
                .endSecurityContext();
        if (item.port() != null) {
            container
                    .addNewPort()
                    .withContainerPort(item.port())
                    .withProtocol("TCP")
                    .endPort();
        }
        Map<String, Quantity> limits = limits(item.limits());
        if (!limits.isEmpty()) {
            container.withNewResources().withLimits(limits).endResources();
        }
        return container.build();
    }

    private List<Volume> volumes(ItemPlan item, ItemContainer what) {
        List<Volume> volumes = new ArrayList<>();
        if (trusts(item)) {
            volumes.add(new VolumeBuilder()
                    .withName("trust")
                    .withNewConfigMap()
                    .withName(ObjectNames.TRUST)
                    .endConfigMap()
                    .build());
        }
        if (what.data() != null) {
            volumes.add(new VolumeBuilder()
                    .withName("data")
                    .withNewEmptyDir()
                    .withMedium("Memory")
                    .withSizeLimit(new Quantity(config.limits().databaseStorage()))
                    .endEmptyDir()
                    .build());
        }
        return volumes;
    }

    private static boolean trusts(ItemPlan item) {
        return item.kind() == ItemKind.SERVICE || item.kind() == ItemKind.WORKER;
    }

    private static VolumeMount mount(String volume, String path, @Nullable String subPath) {
        return new VolumeMountBuilder()
                .withName(volume)
                .withMountPath(path)
                .withSubPath(subPath)
                .withReadOnly(true)
                .build();
    }

    private static Map<String, Quantity> limits(ItemPlan.Limits limits) {
        Map<String, Quantity> quantities = new LinkedHashMap<>();
        Double cpu = limits.maxCpu();
        if (cpu != null) {
            quantities.put("cpu", new Quantity(Math.max(1, Math.round(cpu * 1000)) + "m"));
        }
        if (limits.maxMemoryMiB() != null) {
            quantities.put("memory", new Quantity(limits.maxMemoryMiB() + "Mi"));
        }
        return quantities;
    }

    /** Kubernetes expands {@code $(NAME)} in words and values; what users write is meant as it stands. */
    private static String literal(String text) {
        return text.replace("$", "$$");
    }

    private static @Nullable List<String> literal(@Nullable List<String> words) {
        return words == null ? null : words.stream().map(PodObjects::literal).toList();
    }

    private static List<EnvVar> env(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(v -> new EnvVar(v.getKey(), literal(v.getValue()), null))
                .toList();
    }
}
