package dev.doppel.contract.exchange;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call that was not complete when a barrier was answered.
 *
 * @param id the exchange's id
 * @param arrivalNumber its number
 * @param origin caller, null for a test step
 * @param target item or host
 * @param internal true when the target is an item
 * @param request what was read of it so far
 * @param receivedAt when its head was read
 */
public record InFlight(
        String id,
        long arrivalNumber,
        @Nullable String origin,
        String target,
        boolean internal,
        CapturedRequest request,
        Instant receivedAt) {}
