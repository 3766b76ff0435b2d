package dev.doppel.scheduler.kubernetes.objects;

import dev.doppel.scheduler.kubernetes.config.KubernetesConfig;
import dev.doppel.scheduler.kubernetes.config.KubernetesConfig.Security;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The namespace and what bounds it. Pure. */
public final class NamespaceObjects {
    private static final String LEVEL = "pod-security.kubernetes.io/";

    private NamespaceObjects() {}

    /** The namespace itself: whose it is, when it expires, what its pods may be. */
    public static Namespace namespace(
            KubernetesConfig config, String name, Map<String, String> labels, Map<String, String> annotations) {
        Map<String, String> all = new LinkedHashMap<>(labels);
        config.labels().forEach(label -> all.putAll(Marks.pair(label)));
        all.putAll(levels(config.podSecurity() != Security.BASELINE));
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(all)
                .withAnnotations(annotations)
                .endMetadata()
                .build();
    }

    /** Labels of Pod Security admission; what falls short of restricted is at least warned about and audited. */
    public static Map<String, String> levels(boolean restricted) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(LEVEL + "enforce", restricted ? "restricted" : "baseline");
        labels.put(LEVEL + "audit", "restricted");
        labels.put(LEVEL + "warn", "restricted");
        return labels;
    }

    /** Quota and defaults. */
    static List<HasMetadata> bounds(KubernetesConfig config, String namespace, Map<String, String> labels, int pods) {
        KubernetesConfig.Limits limits = config.limits();
        Map<String, Quantity> hard = new LinkedHashMap<>();
        hard.put("limits.cpu", new Quantity(limits.cpu()));
        hard.put("limits.memory", new Quantity(limits.memory()));
        hard.put("pods", new Quantity(Integer.toString(pods)));
        hard.put("services.loadbalancers", new Quantity("0"));
        hard.put("services.nodeports", new Quantity("0"));
        hard.put("persistentvolumeclaims", new Quantity("0"));
        return List.of(
                new ResourceQuotaBuilder()
                        .withMetadata(meta("quota", namespace, labels))
                        .withNewSpec()
                        .withHard(hard)
                        .endSpec()
                        .build(),
                new LimitRangeBuilder()
                        .withMetadata(meta("defaults", namespace, labels))
                        .withNewSpec()
                        .addNewLimit()
                        .withType("Container")
                        .addToDefaultRequest("cpu", new Quantity(limits.defaultCpuRequest()))
                        .addToDefaultRequest("memory", new Quantity(limits.defaultMemoryRequest()))
                        .addToDefault("cpu", new Quantity(limits.defaultCpu()))
                        .addToDefault("memory", new Quantity(limits.defaultMemory()))
                        .addToDefault("ephemeral-storage", new Quantity(limits.ephemeralStorage()))
                        .endLimit()
                        .endSpec()
                        .build());
    }

    static ObjectMeta meta(String name, String namespace, Map<String, String> labels) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels)
                .build();
    }
}
