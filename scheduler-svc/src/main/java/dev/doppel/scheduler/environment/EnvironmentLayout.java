package dev.doppel.scheduler.environment;

import dev.doppel.contract.environment.ListenerSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of an environment.
 *
 * @param items by item name
 * @param outsideAddress what every unknown name resolves to
 * @param listeners every socket the holders open: ITEM, OUTSIDE, RUNNER and DNS
 */
public record EnvironmentLayout(Map<String, ItemAddress> items, String outsideAddress, List<ListenerSpec> listeners) {
    public EnvironmentLayout {
        items = Map.copyOf(items);
        listeners = List.copyOf(listeners);
    }

    /**
     * @param interceptionAddress where the item's name leads; null for a WORKER
     * @param address the item's own address, null when only known after start (pods)
     */
    public record ItemAddress(
            @Nullable String interceptionAddress, @Nullable String address) {}
}
