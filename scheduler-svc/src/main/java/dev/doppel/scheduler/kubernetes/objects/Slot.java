package dev.doppel.scheduler.kubernetes.objects;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.environment.ListenerSpec.Role;
import dev.doppel.scheduler.environment.EnvironmentLayout;
import dev.doppel.scheduler.environment.EnvironmentLayout.ItemAddress;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.kubernetes.config.KubernetesConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The place of one environment: a namespace, and with its number a block of listener ports that nobody else uses, neither on mock-svc nor on
 * dns-svc. A slot is free again when its namespace is really gone. Pure.
 *
 * <pre>
 * first + 0   names, on every dns-svc replica        first + 2 ...   outside, one per port
 * first + 1   test steps, on the mock-svc replica    then            items, one each
 * </pre>
 *
 * @param number from 0
 * @param namespace its name
 * @param firstPort of its block
 * @param ports in its block
 */
public record Slot(int number, String namespace, int firstPort, int ports) {
    private static final int FIRST_OUTSIDE = 2;

    /** The slot of that number. */
    public static Slot of(int number, String namespace, KubernetesConfig config) {
        int ports = config.portsPerEnvironment();
        return new Slot(number, namespace, config.firstPort() + number * ports, ports);
    }

    /** Every port that callers may use (spec 3.3), in order. */
    static TreeSet<Integer> httpPorts(EnvironmentPlan plan) {
        TreeSet<Integer> ports = new TreeSet<>(plan.ports());
        ports.add(80);
        ports.add(443);
        return ports;
    }

    /** Listeners that a plan needs; more than the block has cannot be placed. */
    public static int portsNeeded(EnvironmentPlan plan) {
        return FIRST_OUTSIDE + httpPorts(plan).size() + plan.items().size();
    }

    int names() {
        return firstPort;
    }

    int runner() {
        return firstPort + 1;
    }

    /** Visible port to listener port. */
    Map<Integer, Integer> outside(EnvironmentPlan plan) {
        Map<Integer, Integer> listeners = new LinkedHashMap<>();
        int next = firstPort + FIRST_OUTSIDE;
        for (int port : httpPorts(plan)) {
            listeners.put(port, next++);
        }
        return listeners;
    }

    int item(EnvironmentPlan plan, int index) {
        return firstPort + FIRST_OUTSIDE + httpPorts(plan).size() + index;
    }

    /** Ports by which an item is called: a service wherever HTTP may come, a database or broker on its own. */
    static TreeSet<Integer> visible(EnvironmentPlan plan, ItemPlan item) {
        TreeSet<Integer> ports = item.kind() == ItemKind.SERVICE ? httpPorts(plan) : new TreeSet<>();
        Integer own = item.port();
        if (own != null && item.kind() != ItemKind.WORKER) {
            ports.add(own);
        }
        return ports;
    }

    /**
     * Addresses and listeners.
     *
     * @param addresses cluster addresses of the Services by their names
     */
    public EnvironmentLayout layout(EnvironmentPlan plan, Map<String, String> addresses) {
        String holder = plan.surroundings().interception();
        Map<String, ItemAddress> items = new LinkedHashMap<>();
        List<ListenerSpec> listeners = new ArrayList<>();
        for (int i = 0; i < plan.items().size(); i++) {
            ItemPlan item = plan.items().get(i);
            if (visible(plan, item).isEmpty()) {
                items.put(item.name(), new ItemAddress(null, null));
                continue;
            }
            items.put(item.name(), new ItemAddress(address(addresses, ObjectNames.item(item, i)), null));
            Integer only = item.kind() == ItemKind.SERVICE ? null : item.port();
            listeners.add(new ListenerSpec(Role.ITEM, item.name(), holder, item(plan, i), only));
        }
        outside(plan)
                .forEach((visible, port) -> listeners.add(new ListenerSpec(Role.OUTSIDE, null, holder, port, visible)));
        listeners.add(new ListenerSpec(Role.RUNNER, null, holder, runner(), null));
        listeners.add(new ListenerSpec(Role.DNS, null, "0.0.0.0", names(), 53));
        return new EnvironmentLayout(items, address(addresses, ObjectNames.OUTSIDE), listeners);
    }

    static String address(Map<String, String> addresses, String service) {
        String address = addresses.get(service);
        if (address == null) {
            throw new IllegalStateException("Service " + service + " has no address");
        }
        return address;
    }
}
