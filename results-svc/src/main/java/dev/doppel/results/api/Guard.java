package dev.doppel.results.api;

import dev.doppel.platform.access.CallerContext;
import dev.doppel.platform.access.TeamTokens;
import dev.doppel.platform.problem.ProblemResponse;
import dev.doppel.results.config.ResultsConfig;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Refuses foreign Host and Origin headers (a browser's page must not read results) and callers without the token. Thread-safe. */
@Guarded
@Provider
public class Guard implements ContainerRequestFilter {
    private final Instance<ResultsConfig> config;

    private volatile @Nullable TeamTokens tokens;

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
                    "host",
                    "Wrong host",
                    "This service does not serve the host " + host
                            + "; doppel.results.allowed-hosts lists those that it serves.");
        } else if (origin != null && !isAllowed(hostOf(origin))) {
            refuse(request, 403, "origin", "Foreign origin", "Pages of " + origin + " may not read results.");
        } else {
            tokens().caller(request.getHeaderString("Authorization"))
                    .ifPresentOrElse(
                            caller -> request.setSecurityContext(new CallerContext(
                                    caller, request.getSecurityContext().isSecure())),
                            () -> refuse(
                                    request,
                                    401,
                                    "unauthorized",
                                    "Not authorized",
                                    "Send your team's token, or the platform's, as Authorization: Bearer TOKEN."));
        }
    }

    private TeamTokens tokens() {
        TeamTokens known = tokens;
        if (known == null) {
            known = new TeamTokens(config.get().token(), config.get().teamTokens());
            tokens = known;
        }
        return known;
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

    private static void refuse(ContainerRequestContext request, int status, String word, String title, String detail) {
        request.abortWith(ProblemResponse.of(status, word, title, detail));
    }
}
