package dev.doppel.contract.environment;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mock as the data plane needs it (definition spec 2.6 and 4), already validated.
 *
 * @param index order in the definition, from 0: the last tie breaker of spec 4.6
 * @param name name shown in evidence
 * @param origin item name, or null for any
 * @param target host, host:port, {@code *.suffix} or {@code *}
 * @param method upper case, or null for any
 * @param path path pattern of spec 4.3
 * @param bodyContains substring criterion, or null
 * @param bodyMatches regex criterion (RE2 syntax), or null
 * @param delayMillis wait before the answer
 * @param status response status
 * @param headers names as written, values in order
 * @param body text sent as the body, null for none; JSON bodies are already compact text
 */
public record MockSpec(
        int index,
        String name,
        @Nullable String origin,
        String target,
        @Nullable String method,
        String path,
        @Nullable String bodyContains,
        @Nullable String bodyMatches,
        long delayMillis,
        int status,
        Map<String, List<String>> headers,
        @Nullable String body) {
    public MockSpec {
        headers = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(headers));
    }
}
