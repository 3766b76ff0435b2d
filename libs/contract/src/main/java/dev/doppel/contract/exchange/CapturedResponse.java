package dev.doppel.contract.exchange;

import java.util.List;
import java.util.Map;

/**
 * A response as it crossed the wire.
 *
 * @param status HTTP status
 * @param headers lower-case names, values in order
 * @param body what was answered
 */
public record CapturedResponse(int status, Map<String, List<String>> headers, CapturedBody body) {}
