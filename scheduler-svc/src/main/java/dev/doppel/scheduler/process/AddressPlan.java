package dev.doppel.scheduler.process;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.environment.ListenerSpec.Role;
import dev.doppel.scheduler.environment.EnvironmentLayout;
import dev.doppel.scheduler.environment.EnvironmentLayout.ItemAddress;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.ItemPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The addresses of the environment in one slot; the platform has a network namespace of its own, so all of 10/8 is free. Pure.
 *
 * <pre>
 * 10.S.T.0/25    the platform's half, on the bridge: .1 names, .2 outside, .3 test steps, .10 + i interception of item i
 * 10.S.T.128/25  the items' half: .128 + i, one /32 each; an item has a route to the platform's half and to nothing else
 * </pre>
 *
 * @param slot 0 to {@link #SLOTS} - 1
 */
record AddressPlan(int slot) {
    static final int SLOTS = 50 * 256;
    static final int MAX_ITEMS = 118;
    static final int RUNNER_PORT = 8099;

    AddressPlan {
        if (slot < 0 || slot >= SLOTS) {
            throw new IllegalArgumentException("slot must be 0 to " + (SLOTS - 1) + ", not " + slot);
        }
    }

    String dns() {
        return host(1);
    }

    String outside() {
        return host(2);
    }

    String runner() {
        return host(3);
    }

    String interception(int item) {
        return host(10 + item);
    }

    String item(int item) {
        return host(128 + item);
    }

    /** What an item can reach. */
    String platformHalf() {
        return host(0) + "/25";
    }

    String itemsHalf() {
        return host(128) + "/25";
    }

    private String host(int last) {
        return "10." + (200 + slot / 256) + "." + slot % 256 + "." + last;
    }

    /** Addresses and listeners of every item, in the plan's order. */
    EnvironmentLayout layout(EnvironmentPlan plan) {
        Map<String, ItemAddress> items = new LinkedHashMap<>();
        List<ListenerSpec> listeners = new ArrayList<>();
        TreeSet<Integer> ports = new TreeSet<>(plan.ports());
        ports.add(80);
        ports.add(443);
        int index = 0;
        for (ItemPlan item : plan.items()) {
            String interception = item.kind() == ItemKind.WORKER ? null : interception(index);
            items.put(item.name(), new ItemAddress(interception, item(index)));
            if (interception != null) {
                for (int port : portsOf(item, ports)) {
                    listeners.add(new ListenerSpec(Role.ITEM, item.name(), interception, port, port));
                }
            }
            index++;
        }
        for (int port : ports) {
            listeners.add(new ListenerSpec(Role.OUTSIDE, null, outside(), port, port));
        }
        listeners.add(new ListenerSpec(Role.RUNNER, null, runner(), RUNNER_PORT, null));
        listeners.add(new ListenerSpec(Role.DNS, null, dns(), 53, 53));
        return new EnvironmentLayout(items, outside(), listeners);
    }

    /** A database or broker speaks its own protocol on its own port; a service answers wherever HTTP may come (spec 3.3). */
    private static TreeSet<Integer> portsOf(ItemPlan item, TreeSet<Integer> http) {
        TreeSet<Integer> ports = item.kind() == ItemKind.SERVICE ? new TreeSet<>(http) : new TreeSet<>();
        Integer own = item.port();
        if (own != null) {
            ports.add(own);
        }
        return ports;
    }
}
