package dev.doppel.contract.environment;

import org.jspecify.annotations.Nullable;

/**
 * A socket that the holder opens for one environment.
 *
 * @param role what arrives here
 * @param item for {@code ITEM}: the item whose name leads here
 * @param bindAddress address to bind
 * @param bindPort port to bind
 * @param visiblePort the port that the caller believes it called; null when the listener takes several (then the Host header decides)
 */
public record ListenerSpec(
        Role role,
        @Nullable String item,
        String bindAddress,
        int bindPort,
        @Nullable Integer visiblePort) {
    /** ITEM: calls to an item by name. OUTSIDE: calls to any other host. RUNNER: steps of the test. DNS: names. */
    public enum Role {
        ITEM,
        OUTSIDE,
        RUNNER,
        DNS
    }
}
