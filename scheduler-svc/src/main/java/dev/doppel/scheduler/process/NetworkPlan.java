package dev.doppel.scheduler.process;

import java.util.ArrayList;
import java.util.List;

/**
 * The links of one environment as text for {@code ip -batch}. Names follow from the slot alone, so an environment can be removed knowing
 * nothing else. Pure.
 *
 * <pre>
 * platform's namespace                       item i's namespace dS-i
 * bridge dS: .1 .2 .3 .10+i  ===  dSv(i) ---------- eth0: .128+i, route to the platform's half only
 *            (bridge ports are isolated: items reach the bridge, never one another)
 * </pre>
 */
record NetworkPlan(AddressPlan addresses, int items) {
    /** Links of slot s are in group s + this, so that one command removes all of them. */
    private static final int GROUP_BASE = 1000;

    String bridge() {
        return "d" + addresses.slot();
    }

    /** Name of an item's network namespace. */
    String namespace(int item) {
        return bridge() + "-" + item;
    }

    private int group() {
        return GROUP_BASE + addresses.slot();
    }

    /** First layer: everything in the platform's namespace. */
    String create() {
        List<String> lines = new ArrayList<>();
        lines.add("link add " + bridge() + " group " + group() + " address " + mac(0) + " type bridge");
        lines.add("link set " + bridge() + " up addrgenmode none");
        lines.add("addr add " + addresses.dns() + "/32 dev " + bridge());
        lines.add("addr add " + addresses.outside() + "/32 dev " + bridge());
        lines.add("addr add " + addresses.runner() + "/32 dev " + bridge());
        lines.add("route add " + addresses.itemsHalf() + " dev " + bridge() + " src " + addresses.dns());
        for (int i = 0; i < items; i++) {
            String link = bridge() + "v" + i;
            lines.add("addr add " + addresses.interception(i) + "/32 dev " + bridge());
            lines.add("netns add " + namespace(i));
            lines.add("link add " + link + " group " + group() + " type veth peer name eth0 address " + mac(i + 1)
                    + " netns " + namespace(i));
            lines.add("link set " + link + " master " + bridge() + " up addrgenmode none");
            lines.add("link set " + link + " type bridge_slave isolated on");
        }
        return text(lines);
    }

    /** Second layer: inside an item's namespace. */
    String createInside(int item) {
        return text(List.of(
                "link set lo up",
                "link set eth0 up addrgenmode none",
                "addr add " + addresses.item(item) + "/32 dev eth0",
                "route add " + addresses.platformHalf() + " dev eth0 src " + addresses.item(item)));
    }

    /** Removes all links at once, then the namespaces that are given. Lines that fail are passed over by {@code ip -force}. */
    String remove(List<String> namespaces) {
        List<String> lines = new ArrayList<>();
        lines.add("link del group " + group());
        namespaces.forEach(name -> lines.add("netns del " + name));
        return text(lines);
    }

    private String mac(int host) {
        return "02:d0:%02x:%02x:00:%02x".formatted(addresses.slot() >> 8, addresses.slot() & 255, host);
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
