package dev.doppel.scheduler.kubernetes.objects;

import dev.doppel.scheduler.environment.EnvironmentLayout;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.kubernetes.config.KubernetesConfig;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that one environment is in a cluster. Pure and immutable: the same plan, slot and settings always give the same objects.
 *
 * <pre>
 * namespace -> surroundings (bounds, policies, files, Services, slices) -> addresses -> a pod per item when its stage comes
 * </pre>
 */
public final class ClusterPlan {
    private final KubernetesConfig config;
    private final Slot slot;
    private final EnvironmentPlan plan;
    private final Map<String, String> labels;
    private final Map<String, byte[]> trust;
    private final List<FileObjects> files;

    /** @param trust the three trust files by their names inside items */
    public ClusterPlan(KubernetesConfig config, Slot slot, EnvironmentPlan plan, Map<String, byte[]> trust) {
        this.config = config;
        this.slot = slot;
        this.plan = plan;
        this.labels = Marks.labels(config.installation(), plan);
        this.trust = new LinkedHashMap<>(trust);
        List<FileObjects> all = new ArrayList<>();
        for (int i = 0; i < plan.items().size(); i++) {
            ItemContainer what = ItemContainer.of(plan.items().get(i));
            all.add(FileObjects.of(slot.namespace(), labels, i, sorted(what.files())));
        }
        this.files = List.copyOf(all);
    }

    private static Map<String, byte[]> sorted(Map<String, byte[]> files) {
        return new java.util.TreeMap<>(files);
    }

    /** Why it cannot run in a cluster: one text per reason, empty when it can. */
    public static List<String> problems(KubernetesConfig config, EnvironmentPlan plan) {
        List<String> problems = new ArrayList<>();
        if (Slot.portsNeeded(plan) > config.portsPerEnvironment()) {
            problems.add("the definition needs " + Slot.portsNeeded(plan)
                    + " listeners, this installation gives an environment at most " + config.portsPerEnvironment()
                    + " (doppel.scheduler.kubernetes.ports-per-environment)");
        }
        long bytes = 0;
        for (ItemPlan item : plan.items()) {
            String problem = ItemContainer.problem(item);
            if (problem != null) {
                problems.add(problem);
                continue;
            }
            bytes += ItemContainer.of(item).files().values().stream()
                    .mapToLong(content -> content.length)
                    .sum();
        }
        if (bytes > FileObjects.MOST_TOGETHER) {
            problems.add("mounted files and init files together are " + (bytes >> 20) + " MiB; a cluster takes at most "
                    + (FileObjects.MOST_TOGETHER >> 20) + " MiB for one environment: put large data into an image");
        }
        return problems;
    }

    /** What is applied before any pod, in this order: an object never needs a later one. */
    public List<HasMetadata> surroundings() {
        NetworkObjects network = network();
        // a pod that is started again stands beside its predecessor for a moment
        int pods = 2 * plan.items().size() + 1;
        List<HasMetadata> objects = new ArrayList<>(NamespaceObjects.bounds(config, slot.namespace(), labels, pods));
        objects.addAll(network.policies());
        Map<String, String> encoded = new LinkedHashMap<>();
        trust.forEach((name, content) -> encoded.put(name, Base64.getEncoder().encodeToString(content)));
        objects.add(new ConfigMapBuilder()
                .withMetadata(NamespaceObjects.meta(ObjectNames.TRUST, slot.namespace(), labels))
                .withImmutable(true)
                .withBinaryData(encoded)
                .build());
        files.forEach(item -> objects.addAll(item.maps()));
        objects.addAll(network.services());
        return objects;
    }

    private NetworkObjects network() {
        return new NetworkObjects(config, slot, plan, labels);
    }

    /** Names of the Services whose addresses {@link #layout} and {@link #pod} need. */
    public List<String> services() {
        return network().services().stream()
                .filter(Service.class::isInstance)
                .map(service -> service.getMetadata().getName())
                .toList();
    }

    /** The slice of the name servers, for when replicas of dns-svc come and go. */
    public EndpointSlice names(List<String> replicas) {
        return network().names(replicas);
    }

    /** Addresses and listeners; {@code addresses} are those of the Services by name. */
    public EnvironmentLayout layout(Map<String, String> addresses) {
        return slot.layout(plan, addresses);
    }

    /**
     * The pod of an item.
     *
     * @param again whether one with other rights was tried before
     */
    public Pod pod(String item, Map<String, String> addresses, boolean restricted, boolean again) {
        ItemPlan wanted = plan.item(item);
        int index = plan.items().indexOf(wanted);
        String name = ObjectNames.item(wanted, index);
        return new PodObjects(config, plan, labels, addresses)
                .pod(again ? ObjectNames.again(name) : name, slot.namespace(), index, restricted, files.get(index));
    }

    /** Where it is. */
    public Slot slot() {
        return slot;
    }

    /** The plan that it was made from. */
    public EnvironmentPlan plan() {
        return plan;
    }
}
