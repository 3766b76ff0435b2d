package dev.doppel.twin.engine;

import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Endpoints every twin has (spec 2.1), and plain texts. */
final class Fixed {
    private Fixed() {}

    /** The answer of {@code /__mockd/health|ready} when {@code own}, else of {@code /health|ready}; null for other requests. */
    static @Nullable TwinResponse answer(TwinRequest request, Catalog catalog, RunState run, boolean own) {
        String path = request.rawPath();
        if (!request.method().equals("GET") || path.length() > 20) {
            return null;
        }
        if (path.equals(own ? "/__mockd/health" : "/health")) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("status", "healthy");
            body.put("timestamp", run.now().toString());
            return TwinResponse.json(200, body);
        }
        if (path.equals(own ? "/__mockd/ready" : "/ready")) {
            Map<String, Object> mocks = new LinkedHashMap<>();
            mocks.put("count", (long) catalog.mocks().size());
            mocks.put("status", "ok");
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("status", "ready");
            body.put("checks", Map.of("mocks", mocks));
            return TwinResponse.json(200, body);
        }
        return null;
    }

    static TwinResponse text(int status, String body) {
        return new TwinResponse(
                status, Headers.of("Content-Type", "text/plain"), body.getBytes(StandardCharsets.UTF_8));
    }

    static String reason(int status) {
        return switch (status) {
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "status " + status;
        };
    }
}
