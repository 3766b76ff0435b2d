package dev.doppel.matching.value;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one comparison (spec 7.8). Values above 10 kB are shortened with a marker.
 *
 * @param expected what was asked for; null for operators without value
 * @param actual what is there; null when missing
 * @param error why it failed, when the comparison itself was not possible or needs words; null on success
 * @param note a remark on a success, such as "equal ignoring case"
 */
public record CheckResult(
        boolean passed,
        @Nullable JsonNode expected,
        @Nullable JsonNode actual,
        @Nullable String error,
        @Nullable String note) {}
