package dev.doppel.dns.zone;

import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.contract.environment.EnvironmentState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the names of one environment lead to (definition spec 3.1): an item's name to its interception address, {@code localhost} to the
 * caller itself, every other name, also one that exists nowhere, to the outside address. Immutable.
 */
public final class Zone {
    private final Map<String, Ipv4> addresses;
    private final Map<String, String> reverse;
    private final Ipv4 outside;
    private final Set<Ipv4> peers;
    private final boolean peersComplete;

    private Zone(
            Map<String, Ipv4> addresses,
            Map<String, String> reverse,
            Ipv4 outside,
            Set<Ipv4> peers,
            boolean peersComplete) {
        this.addresses = Map.copyOf(addresses);
        this.reverse = Map.copyOf(reverse);
        this.outside = outside;
        this.peers = Set.copyOf(peers);
        this.peersComplete = peersComplete;
    }

    /**
     * The zone of a wanted state.
     *
     * @throws IllegalArgumentException when an address in it is no IPv4 address
     */
    public static Zone of(EnvironmentState state) {
        Map<String, Ipv4> addresses = new HashMap<>();
        Map<String, String> reverse = new HashMap<>();
        Set<Ipv4> peers = new HashSet<>();
        boolean complete = !state.items().isEmpty();
        for (EnvironmentItem item : state.items()) {
            String interception = item.interceptionAddress();
            if (interception != null) {
                Ipv4 address = Ipv4.parse(interception);
                addresses.put(item.name(), address);
                reverse.put(address.reverseName(), item.name());
            }
            String own = item.address();
            if (own != null) {
                Ipv4 address = Ipv4.parse(own);
                peers.add(address);
                reverse.put(address.reverseName(), item.name());
            } else {
                complete = false;
            }
        }
        return new Zone(addresses, reverse, Ipv4.parse(state.outsideAddress()), peers, complete);
    }

    /**
     * Where a name leads.
     *
     * @param name lower case, labels joined by dots, without a final dot; empty for the root
     * @return null for the root alone, which has no address
     */
    public @Nullable Ipv4 address(String name) {
        if (name.isEmpty()) {
            return null;
        }
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return Ipv4.LOOPBACK;
        }
        return addresses.getOrDefault(name, outside);
    }

    /** The item (or {@code localhost}) that a reverse name belongs to, or null. */
    public @Nullable String reverse(String name) {
        return name.equals("1.0.0.127.in-addr.arpa") ? "localhost" : reverse.get(name);
    }

    /**
     * Whether a caller is answered. Where the addresses of all items are known, only they are; while one is not (a pod that is still
     * starting), anyone who reaches the socket is, for it may be that one.
     */
    public boolean serves(Ipv4 peer) {
        return !peersComplete || peers.contains(peer);
    }
}
