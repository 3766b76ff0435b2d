package dev.doppel.contract.result;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The instance's final verdict after its last attempt; the environment may still be closing. Published by scheduler-svc.
 *
 * @param run the run
 * @param at when
 * @param instance which
 * @param attempt number of the deciding try
 * @param verdict final
 * @param reason one sentence for anything but PASSED
 */
public record InstanceFinished(
        RunId run,
        Instant at,
        InstanceId instance,
        int attempt,
        Verdict verdict,
        @Nullable String reason) implements ResultMessage {}
