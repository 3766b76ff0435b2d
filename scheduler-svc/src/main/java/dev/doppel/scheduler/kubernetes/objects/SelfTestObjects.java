package dev.doppel.scheduler.kubernetes.objects;

import dev.doppel.scheduler.kubernetes.config.KubernetesConfig;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment of the self-test: two pods, one that policies let talk with scheduler-svc and one that they do not. Pure.
 *
 * <pre>
 * control  -> canary by its address: possible        scheduler -> control: possible
 * control  -> canary by a Service:   its own address is seen
 * subject  -> canary:                denied          scheduler -> subject: denied
 * </pre>
 */
public final class SelfTestObjects {
    /** Where both pods listen. */
    public static final int PORT = 8099;

    public static final String CONTROL = "control";
    public static final String SUBJECT = "subject";
    public static final String CANARY = "canary";

    private final KubernetesConfig config;
    private final String namespace;
    private final Map<String, String> labels;

    /** In a namespace of its own. */
    public SelfTestObjects(KubernetesConfig config, String namespace) {
        this(config, namespace, "self-test");
    }

    /** @param kind what its labels say: in a namespace of the pool they are those of an environment, by which it is emptied */
    public SelfTestObjects(KubernetesConfig config, String namespace, String kind) {
        this.config = config;
        this.namespace = namespace;
        this.labels = Marks.common(config.installation(), kind);
    }

    /** Its namespace. */
    public Namespace namespace(Instant expires) {
        Namespace made =
                NamespaceObjects.namespace(config, namespace, labels, Map.of(Marks.EXPIRES, expires.toString()));
        Map<String, String> all = new LinkedHashMap<>(made.getMetadata().getLabels());
        all.putAll(NamespaceObjects.levels(true));
        made.getMetadata().setLabels(all);
        return made;
    }

    /** Policies, and the Service that leads to the canary at this address. */
    public List<HasMetadata> surroundings(String address) {
        NetworkPolicyPeer scheduler = NetworkObjects.platform(config, config.schedulerSelector());
        ObjectMeta slice = meta(CANARY);
        Map<String, String> sliceLabels = new LinkedHashMap<>(slice.getLabels());
        sliceLabels.put("kubernetes.io/service-name", CANARY);
        sliceLabels.put("endpointslice.kubernetes.io/managed-by", "doppel.dev");
        slice.setLabels(sliceLabels);
        return List.of(
                new NetworkPolicyBuilder()
                        .withMetadata(meta("deny"))
                        .withNewSpec()
                        .withNewPodSelector()
                        .endPodSelector()
                        .withPolicyTypes("Ingress", "Egress")
                        .endSpec()
                        .build(),
                new NetworkPolicyBuilder()
                        .withMetadata(meta(CONTROL))
                        .withNewSpec()
                        .withNewPodSelector()
                        .addToMatchLabels(Marks.ROLE, CONTROL)
                        .endPodSelector()
                        .withPolicyTypes("Ingress", "Egress")
                        .addNewIngress()
                        .withFrom(scheduler)
                        .endIngress()
                        .addNewEgress()
                        .withTo(scheduler)
                        .endEgress()
                        .endSpec()
                        .build(),
                new ServiceBuilder()
                        .withMetadata(meta(CANARY))
                        .withNewSpec()
                        .withType("ClusterIP")
                        .withIpFamilyPolicy("SingleStack")
                        .withIpFamilies("IPv4")
                        .addNewPort()
                        .withName("canary")
                        .withProtocol("TCP")
                        .withPort(config.canaryPort())
                        .withNewTargetPort(config.canaryPort())
                        .endPort()
                        .endSpec()
                        .build(),
                new EndpointSliceBuilder()
                        .withMetadata(slice)
                        .withAddressType("IPv4")
                        .addNewPort()
                        .withName("canary")
                        .withProtocol("TCP")
                        .withPort(config.canaryPort())
                        .endPort()
                        .addNewEndpoint()
                        .withAddresses(address)
                        .withNewConditions()
                        .withReady(true)
                        .endConditions()
                        .endEndpoint()
                        .build());
    }

    /** The two pods; {@code service} is the address of the Service. */
    public List<Pod> pods(String address, String service) {
        String canary = address + ":" + config.canaryPort();
        return List.of(
                pod(CONTROL, List.of("open=" + canary, "mine=" + service + ":" + config.canaryPort())),
                pod(SUBJECT, List.of("wait=" + config.gate().deniedWait(), "denied=" + canary)));
    }

    private Pod pod(String role, List<String> checks) {
        List<String> args = new java.util.ArrayList<>(
                List.of("limit=" + config.requestLimit(), "listen=" + PORT, "stay=" + config.requestLimit()));
        args.addAll(checks);
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.put(Marks.ROLE, role);
        config.labels().forEach(label -> all.putAll(Marks.pair(label)));
        return new PodBuilder()
                .withNewMetadata()
                .withName(role)
                .withNamespace(namespace)
                .withLabels(all)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(1L)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withImagePullSecrets(config.images().pullSecrets().orElse(List.of()).stream()
                        .map(io.fabric8.kubernetes.api.model.LocalObjectReference::new)
                        .toList())
                .addNewContainer()
                .withName("item")
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
                .withSecurityContext(PodObjects.gateSecurity(config.gate().user()))
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .endContainer()
                .endSpec()
                .build();
    }

    private ObjectMeta meta(String name) {
        return NamespaceObjects.meta(name, namespace, labels);
    }
}
