package dev.doppel.contract.result;

import dev.doppel.contract.id.RunId;
import dev.doppel.contract.id.TeamId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A submission is durable; its instances are queued. Published by scheduler-svc.
 *
 * @param run identity
 * @param at when
 * @param project name of the project folder
 * @param team whose run it is; records of releases without teams have none and are the default team's
 * @param instances what will run, in path order
 * @param invalid definitions that will not
 * @param warnings rendered warnings
 */
public record RunAccepted(
        RunId run,
        Instant at,
        String project,
        @Nullable TeamId team,
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
