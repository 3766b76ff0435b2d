package dev.doppel.runner.attempt;

import java.time.Duration;

/**
 * Limits of the platform.
 *
 * @param evidenceWait longest wait for evidence that is due
 * @param httpTimeout of a call without its own
 * @param dbTimeout of a statement without its own
 */
public record Limits(Duration evidenceWait, Duration httpTimeout, Duration dbTimeout) {}
