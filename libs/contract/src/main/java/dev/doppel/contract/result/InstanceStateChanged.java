package dev.doppel.contract.result;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Published by scheduler-svc at each arrow of an instance's life.
 *
 * @param run the run
 * @param at when
 * @param instance which
 * @param attempt number of the try, 0 before the first
 * @param state the state entered
 * @param phase internal phase, for people who watch: queued, placed, preparing, starting, running, finishing, closing, gone
 * @param reason why, if there is something to say
 */
public record InstanceStateChanged(
        RunId run,
        Instant at,
        InstanceId instance,
        int attempt,
        InstanceState state,
        String phase,
        @Nullable String reason)
        implements ResultMessage {}
