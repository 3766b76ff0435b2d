package dev.doppel.contract.result;

import dev.doppel.contract.id.RunId;
import java.time.Instant;
import java.util.List;

/**
 * A submission is durable; its instances are queued. Published by scheduler-svc.
 *
 * @param run identity
 * @param at when
 * @param project name of the project folder
 * @param instances what will run, in path order
 * @param invalid definitions that will not
 * @param warnings rendered warnings
 */
public record RunAccepted(
        RunId run,
        Instant at,
        String project,
        List<InstanceRef> instances,
        List<InvalidDefinition> invalid,
        List<String> warnings)
        implements ResultMessage {
    public RunAccepted {
        instances = List.copyOf(instances);
        invalid = List.copyOf(invalid);
        warnings = List.copyOf(warnings);
    }
}
