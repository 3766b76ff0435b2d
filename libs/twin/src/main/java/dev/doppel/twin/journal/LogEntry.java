package dev.doppel.twin.journal;

import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One logged request; bodies cut at 10 KiB, credentials masked. Immutable. */
public record LogEntry(
        String id,
        String run,
        Instant at,
        String method,
        String path,
        String query,
        Map<String, List<String>> headers,
        String body,
        int bodySize,
        boolean truncated,
        @Nullable String mock,
        int status,
        String responseBody,
        double millis,
        boolean chaos,
        List<Map<String, Object>> nearMisses) {
    private static final int MAX_BODY = 10 * 1024;
    private static final Set<String> SECRET = Set.of("authorization", "cookie", "proxy-authorization", "x-api-key");

    public static LogEntry of(
            String id,
            String run,
            Instant at,
            TwinRequest request,
            TwinResponse response,
            @Nullable String mock,
            double millis,
            boolean chaos,
            List<Map<String, Object>> nearMisses) {
        String body = request.bodyText();
        String answer = response.body().length > MAX_BODY
                ? new String(response.body(), 0, MAX_BODY, java.nio.charset.StandardCharsets.UTF_8)
                : response.bodyText();
        return new LogEntry(
                id,
                run,
                at,
                request.method(),
                request.rawPath(),
                request.rawQuery(),
                masked(request.headers()),
                body.length() > MAX_BODY ? body.substring(0, MAX_BODY) : body,
                request.body().length,
                body.length() > MAX_BODY,
                mock,
                response.status(),
                answer,
                millis,
                chaos,
                nearMisses);
    }

    private static Map<String, List<String>> masked(Headers headers) {
        Map<String, List<String>> out = new LinkedHashMap<>();
        headers.asMap()
                .forEach((name, values) ->
                        out.put(name, SECRET.contains(name.toLowerCase(Locale.ROOT)) ? List.of("***") : values));
        return out;
    }

    /**
     * As the admin API shows it.
     *
     * @param workspace the id of the one whose log it stands in
     */
    public Map<String, Object> asMap(String workspace) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", id);
        out.put("workspaceId", workspace);
        out.put("run", run);
        out.put("timestamp", at.toString());
        out.put("protocol", "http");
        out.put("method", method);
        out.put("path", path);
        out.put("queryString", query);
        out.put("headers", headers);
        out.put("body", body);
        out.put("bodySize", (long) bodySize);
        if (truncated) {
            out.put("truncated", true);
        }
        out.put("matchedMockId", mock == null ? "" : mock);
        out.put("statusCode", (long) status);
        out.put("responseBody", responseBody);
        out.put("durationMs", millis);
        if (chaos) {
            out.put("chaos", true);
        }
        if (!nearMisses.isEmpty()) {
            out.put("nearMisses", nearMisses);
        }
        return out;
    }
}
