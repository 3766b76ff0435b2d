package dev.doppel.results.api;

import dev.doppel.results.config.ResultsConfig;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Refuses foreign Host and Origin headers (a browser's page must not read results) and callers without the token. Thread-safe. */
@Guarded
@Provider
public class Guard implements ContainerRequestFilter {
    private static final String BEARER = "Bearer ";

    private final Instance<ResultsConfig> config;

    /** @param config looked up per request: filters are made before there is a configuration to read */
    Guard(Instance<ResultsConfig> config) {
        this.config = config;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String host = request.getUriInfo().getRequestUri().getHost();
        String origin = request.getHeaderString("Origin");
        if (!isAllowed(host)) {
            refuse(
                    request,
                    421,
                    "Wrong host",
                    "This service does not serve the host " + host
                            + "; doppel.results.allowed-hosts lists those that it serves.");
        } else if (origin != null && !isAllowed(hostOf(origin))) {
            refuse(request, 403, "Foreign origin", "Pages of " + origin + " may not read results.");
        } else if (!hasToken(request.getHeaderString("Authorization"))) {
            refuse(request, 401, "No valid token", "Send the header Authorization: Bearer <doppel.results.token>.");
        }
    }

    private boolean hasToken(@Nullable String authorization) {
        String token = config.get().token().orElse("");
        if (token.isEmpty()) {
            return true;
        }
        byte[] wanted = token.getBytes(StandardCharsets.UTF_8);
        return authorization != null
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(
                        wanted, authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8));
    }

    private boolean isAllowed(@Nullable String host) {
        List<String> allowedHosts = config.get().allowedHosts();
        if (allowedHosts.contains("*")) {
            return true;
        }
        if (host == null) {
            return false;
        }
        String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return allowedHosts.contains(name.toLowerCase(Locale.ROOT));
    }

    private static @Nullable String hostOf(String origin) {
        try {
            return new URI(origin).getHost();
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static void refuse(ContainerRequestContext request, int status, String title, String detail) {
        request.abortWith(Problems.of(status, title, detail));
    }
}
