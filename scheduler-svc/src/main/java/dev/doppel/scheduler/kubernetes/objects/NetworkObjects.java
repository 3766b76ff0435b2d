package dev.doppel.scheduler.kubernetes.objects;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.kubernetes.config.KubernetesConfig;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Services that lead to listeners, and the policies that leave no other way. Pure. */
final class NetworkObjects {
    private final KubernetesConfig config;
    private final Slot slot;
    private final EnvironmentPlan plan;
    private final Map<String, String> labels;

    NetworkObjects(KubernetesConfig config, Slot slot, EnvironmentPlan plan, Map<String, String> labels) {
        this.config = config;
        this.slot = slot;
        this.plan = plan;
        this.labels = labels;
    }

    private record Way(String name, int port, int listener, String protocol) {}

    /** Default deny both ways; then interception for all, and runner-svc for databases. By selector, without ports. */
    List<NetworkPolicy> policies() {
        NetworkPolicyPeer mock = platform(config.mockSelector());
        NetworkPolicyPeer dns = platform(config.dnsSelector());
        List<NetworkPolicy> policies = new ArrayList<>();
        policies.add(new NetworkPolicyBuilder()
                .withMetadata(meta("deny"))
                .withNewSpec()
                .withNewPodSelector()
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .endSpec()
                .build());
        policies.add(new NetworkPolicyBuilder()
                .withMetadata(meta("interception"))
                .withNewSpec()
                .withNewPodSelector()
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .addNewIngress()
                .withFrom(mock)
                .endIngress()
                .addNewEgress()
                .withTo(mock, dns)
                .endEgress()
                .endSpec()
                .build());
        policies.add(new NetworkPolicyBuilder()
                .withMetadata(meta("databases"))
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(Map.of(Marks.ROLE, "database"))
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .addNewIngress()
                .withFrom(platform(config.runnerSelector()))
                .endIngress()
                .endSpec()
                .build());
        return policies;
    }

    private NetworkPolicyPeer platform(String selector) {
        return platform(config, selector);
    }

    static NetworkPolicyPeer platform(KubernetesConfig config, String selector) {
        return new NetworkPolicyPeerBuilder()
                .withNewNamespaceSelector()
                .withMatchLabels(Map.of("kubernetes.io/metadata.name", config.platformNamespace()))
                .endNamespaceSelector()
                .withNewPodSelector()
                .withMatchLabels(Marks.pair(selector))
                .endPodSelector()
                .build();
    }

    /** A Service and an EndpointSlice for names, for the outside, and for each item that can be called. */
    List<HasMetadata> services() {
        List<HasMetadata> objects = new ArrayList<>();
        List<String> holder = List.of(plan.surroundings().interception());
        List<Way> names = List.of(new Way("udp", 53, slot.names(), "UDP"), new Way("tcp", 53, slot.names(), "TCP"));
        add(objects, ObjectNames.NAMES, names, plan.surroundings().names());
        List<Way> outside = new ArrayList<>();
        slot.outside(plan).forEach((port, listener) -> outside.add(new Way("p" + port, port, listener, "TCP")));
        add(objects, ObjectNames.OUTSIDE, outside, holder);
        for (int i = 0; i < plan.items().size(); i++) {
            ItemPlan item = plan.items().get(i);
            if (item.kind() == ItemKind.WORKER) {
                continue;
            }
            int listener = slot.item(plan, i);
            List<Way> ways = Slot.visible(plan, item).stream()
                    .map(port -> new Way("p" + port, port, listener, "TCP"))
                    .toList();
            add(objects, ObjectNames.item(item, i), ways, holder);
        }
        return objects;
    }

    /** Where names are answered now. */
    EndpointSlice names(List<String> addresses) {
        return slice(
                ObjectNames.NAMES,
                List.of(new Way("udp", 53, slot.names(), "UDP"), new Way("tcp", 53, slot.names(), "TCP")),
                addresses);
    }

    private void add(List<HasMetadata> objects, String name, List<Way> ways, List<String> addresses) {
        objects.add(service(name, ways));
        objects.add(slice(name, ways, addresses));
    }

    private Service service(String name, List<Way> ways) {
        List<ServicePort> ports = ways.stream()
                .map(way -> new ServicePortBuilder()
                        .withName(way.name())
                        .withPort(way.port())
                        .withProtocol(way.protocol())
                        .withTargetPort(new IntOrString(way.listener()))
                        .build())
                .toList();
        return new ServiceBuilder()
                .withMetadata(meta(name))
                .withNewSpec()
                .withType("ClusterIP")
                .withIpFamilyPolicy("SingleStack")
                .withIpFamilies("IPv4")
                .withPorts(ports)
                .endSpec()
                .build();
    }

    private EndpointSlice slice(String name, List<Way> ways, List<String> addresses) {
        List<EndpointPort> ports = ways.stream()
                .map(way -> new EndpointPortBuilder()
                        .withName(way.name())
                        .withPort(way.listener())
                        .withProtocol(way.protocol())
                        .build())
                .toList();
        ObjectMeta meta = meta(name);
        Map<String, String> all = new LinkedHashMap<>(meta.getLabels());
        all.put("kubernetes.io/service-name", name);
        all.put("endpointslice.kubernetes.io/managed-by", "doppel.dev");
        meta.setLabels(all);
        EndpointSliceBuilder slice = new EndpointSliceBuilder()
                .withMetadata(meta)
                .withAddressType("IPv4")
                .withPorts(ports);
        for (String address : addresses) {
            slice.addNewEndpoint()
                    .withAddresses(address)
                    .withNewConditions()
                    .withReady(true)
                    .endConditions()
                    .endEndpoint();
        }
        return slice.build();
    }

    private ObjectMeta meta(String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(slot.namespace())
                .withLabels(labels)
                .build();
    }
}
