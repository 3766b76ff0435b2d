package dev.doppel.contract.result;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import java.time.Instant;

/**
 * Published by runner-svc when a step is decided.
 *
 * @param run the run
 * @param at when
 * @param instance which
 * @param attempt number of the try
 * @param testIndex test in the definition, from 0
 * @param result how it ended
 */
public record StepFinished(RunId run, Instant at, InstanceId instance, int attempt, int testIndex, StepResult result)
        implements ResultMessage {}
