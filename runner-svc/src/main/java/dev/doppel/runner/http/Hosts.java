package dev.doppel.runner.http;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.instance.ItemEndpoint;
import dev.doppel.definition.model.Definition;
import dev.doppel.definition.model.Mock;
import dev.doppel.definition.model.Twin;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The hosts that steps may call (spec 5.3). Immutable.
 *
 * @param items kind by item name
 * @param mocked hosts that mocks or twins stand for
 */
public record Hosts(Map<String, ItemKind> items, Set<String> mocked) {
    public Hosts {
        items = Map.copyOf(items);
        mocked = Set.copyOf(mocked);
    }

    /** The hosts of one environment. */
    public static Hosts of(Definition definition, List<ItemEndpoint> endpoints) {
        Map<String, ItemKind> items = new HashMap<>();
        endpoints.forEach(endpoint -> items.put(endpoint.name(), endpoint.kind()));
        Set<String> mocked = new HashSet<>();
        definition
                .items(Mock.class)
                .forEach(mock -> mocked.add(mock.criteria().target().host()));
        definition.items(Twin.class).forEach(twin -> twin.targets().forEach(target -> mocked.add(target.host())));
        return new Hosts(items, mocked);
    }

    /** Whether the target is a SERVICE item; false for an outside host. */
    boolean internal(Target target) throws BadCall {
        ItemKind kind = items.get(target.host());
        if (kind == ItemKind.SERVICE) {
            return true;
        }
        if (kind == ItemKind.WORKER || kind == ItemKind.DATABASE || kind == ItemKind.BROKER) {
            throw new BadCall("'" + target.host() + "' is a " + kind.name() + "; a step can call only a SERVICE"
                    + (kind == ItemKind.DATABASE ? ", for a database use dbQuery" : ""));
        }
        if (target.host().contains(".") || target.host().contains(":") || mocked.contains(target.host())) {
            return false;
        }
        throw new BadCall("no item is called '" + target.host() + "'; there are "
                + String.join(", ", new TreeSet<>(services()))
                + "; an outside host is written with its domain, such as api.example.com");
    }

    private Set<String> services() {
        Set<String> names = new HashSet<>();
        items.forEach((name, kind) -> {
            if (kind == ItemKind.SERVICE) {
                names.add(name.toLowerCase(Locale.ROOT));
            }
        });
        return names;
    }
}
