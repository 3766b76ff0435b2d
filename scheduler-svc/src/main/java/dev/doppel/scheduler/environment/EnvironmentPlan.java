package dev.doppel.scheduler.environment;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import java.util.List;
import java.util.Set;

/**
 * What a provider needs to know of one attempt. Immutable; holds no domain type of the definition language.
 *
 * @param run for labels
 * @param instance for labels and names
 * @param attempt for labels and names
 * @param projectRoot directory (on this machine) of the submitted project, read-only for items; on a cluster unused
 * @param items everything that runs
 * @param ports every port on which calls may come beside 80 and 443 (definition spec 3.3)
 * @param surroundings what of the platform it is joined to
 */
public record EnvironmentPlan(
        RunId run,
        InstanceId instance,
        int attempt,
        java.nio.file.Path projectRoot,
        List<ItemPlan> items,
        Set<Integer> ports,
        Surroundings surroundings) {
    public EnvironmentPlan {
        items = List.copyOf(items);
        ports = Set.copyOf(ports);
    }

    /** On one machine. */
    public EnvironmentPlan(
            RunId run,
            InstanceId instance,
            int attempt,
            java.nio.file.Path projectRoot,
            List<ItemPlan> items,
            Set<Integer> ports) {
        this(run, instance, attempt, projectRoot, items, ports, Surroundings.NONE);
    }

    /** The same, joined to a platform. */
    public EnvironmentPlan in(Surroundings known) {
        return new EnvironmentPlan(run, instance, attempt, projectRoot, items, ports, known);
    }

    /** The item of that name; every name given to a provider exists. */
    public ItemPlan item(String name) {
        return items.stream()
                .filter(i -> i.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no item " + name + " in " + instance));
    }
}
