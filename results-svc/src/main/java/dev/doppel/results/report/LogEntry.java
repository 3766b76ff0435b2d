package dev.doppel.results.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of what happened to an instance.
 *
 * @param at when
 * @param attempt number of the try
 * @param type such as {@code instance.running}, {@code item.ready}, {@code step.finished}
 * @param message for people
 * @param testIndex test from 0, null when it is about no test
 * @param stepIndex step from 0, null when it is about no step
 * @param status outcome or verdict, null when there is none
 */
public record LogEntry(
        Instant at,
        int attempt,
        String type,
        String message,
        @Nullable Integer testIndex,
        @Nullable Integer stepIndex,
        @Nullable String status) {}
