package dev.doppel.contract.result;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import java.time.Instant;

/**
 * The runner still works on the attempt; every 2 s. Three missed ones mean a lost runner.
 *
 * @param run the run
 * @param at when
 * @param instance which
 * @param attempt number of the try
 * @param runner replica id of the runner
 */
public record Heartbeat(RunId run, Instant at, InstanceId instance, int attempt, String runner)
        implements ResultMessage {}
