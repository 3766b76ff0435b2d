package dev.doppel.contract.result;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import java.time.Instant;

/**
 * Published by runner-svc.
 *
 * @param run the run
 * @param at when
 * @param instance which
 * @param attempt number of the try
 * @param testIndex test in the definition, from 0
 * @param testName its name
 * @param stepIndex step in the test, from 0
 * @param stepCount steps in the test
 * @param stepName name shown
 */
public record StepStarted(
        RunId run,
        Instant at,
        InstanceId instance,
        int attempt,
        int testIndex,
        String testName,
        int stepIndex,
        int stepCount,
        String stepName)
        implements ResultMessage {}
