package dev.doppel.contract.result;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import java.time.Instant;

/**
 * A runner-svc replica has taken an attempt.
 *
 * @param run the run
 * @param at when
 * @param instance which
 * @param attempt number of the try
 * @param runner replica id of the runner
 */
public record InstanceClaimed(RunId run, Instant at, InstanceId instance, int attempt, String runner)
        implements ResultMessage {}
