package dev.doppel.twin.engine;

import dev.doppel.twin.fault.ErrorKind;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code serverConfig.auth} (spec 11, item 11): keys that must begin in a certain way. Off unless configured. {@code absent: allow} lets
 * requests without any credentials pass. Stateless.
 */
final class Credentials {
    private Credentials() {}

    /** {@link TwinFault} with status 401 when the request's key is not of the wanted kind. */
    static void check(@Nullable Map<String, Object> auth, TwinRequest request) {
        if (auth == null || auth.get("bearerPrefix") == null) {
            return;
        }
        String key = key(request.headers().first("Authorization"));
        if (key == null && "allow".equals(auth.get("absent"))) {
            return;
        }
        Object wanted = auth.get("bearerPrefix");
        List<Object> prefixes = wanted instanceof List<?> ? Values.listOrEmpty(wanted) : List.of(wanted);
        boolean fits = key != null && prefixes.stream().anyMatch(p -> key.startsWith(Values.show(p)));
        if (!fits) {
            Map<String, Object> error = new LinkedHashMap<>(Values.mapOrEmpty(auth.get("error")));
            String text = key == null
                    ? "You did not provide an API key."
                    : Values.show(error.getOrDefault("message", "Invalid API Key provided: {{key}}"))
                            .replace("{{key}}", masked(key));
            error.put("message", text);
            throw TwinFault.of(ErrorKind.VALIDATION_ERROR, text).withStatus(401).withExtra(error);
        }
    }

    private static @Nullable String key(@Nullable String header) {
        int space = header == null ? -1 : header.indexOf(' ');
        if (header == null || space < 0) {
            return null;
        }
        String value = header.substring(space + 1).strip();
        if (!header.regionMatches(true, 0, "basic ", 0, 6)) {
            return value;
        }
        try {
            String pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? pair : pair.substring(0, colon);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    /** As the vendors tell keys back: the beginning, stars, the last four characters. */
    private static String masked(String key) {
        int shown = Math.min(8, Math.max(0, key.length() - 8));
        String tail = key.length() > 12 ? key.substring(key.length() - 4) : "";
        return key.substring(0, shown) + "*".repeat(Math.max(1, key.length() - shown - tail.length())) + tail;
    }
}
