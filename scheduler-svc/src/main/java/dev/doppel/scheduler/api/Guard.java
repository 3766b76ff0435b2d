package dev.doppel.scheduler.api;

import dev.doppel.platform.access.CallerContext;
import dev.doppel.platform.access.TeamTokens;
import dev.doppel.scheduler.config.SchedulerConfig;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests without the token, for a foreign Host, or from a page of a foreign Origin: a bundle names commands to run, so this
 * API is a way to run code (architecture, "One machine, one JVM").
 */
@Provider
@SchedulerApi
class Guard implements ContainerRequestFilter {
    /** Looked up per request: filters are made before the configuration of the run is known. */
    private final Instance<SchedulerConfig> settings;

    private volatile @Nullable TeamTokens tokens;

    Guard(Instance<SchedulerConfig> settings) {
        this.settings = settings;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        SchedulerConfig config = settings.get();
        String header = request.getHeaderString(HttpHeaders.HOST);
        // HTTP/2 names the host in a pseudo header, which is part of the request's URI only
        String host = host(header == null ? request.getUriInfo().getRequestUri().getHost() : header);
        if (!config.allowedHosts().contains("*") && !config.allowedHosts().contains(host)) {
            request.abortWith(Problems.of(
                    403,
                    "host",
                    "Foreign host",
                    "this API is not served for host '" + host + "'; allowed are doppel.scheduler.allowed-hosts"));
            return;
        }
        String origin = request.getHeaderString("Origin");
        if (origin != null && !sameHost(origin, host)) {
            request.abortWith(
                    Problems.of(403, "origin", "Foreign origin", "pages of " + origin + " may not use this API"));
            return;
        }
        tokens(config)
                .caller(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                .ifPresentOrElse(
                        caller -> request.setSecurityContext(new CallerContext(
                                caller, request.getSecurityContext().isSecure())),
                        () -> request.abortWith(Problems.of(
                                401,
                                "unauthorized",
                                "Not authorized",
                                "send your team's token, or the platform's, as 'Authorization: Bearer TOKEN'")));
    }

    private TeamTokens tokens(SchedulerConfig config) {
        TeamTokens known = tokens;
        if (known == null) {
            known = new TeamTokens(config.token(), config.teamTokens());
            tokens = known;
        }
        return known;
    }

    private static boolean sameHost(String origin, String host) {
        try {
            String of = new URI(origin).getHost();
            return of != null && host(of).equals(host);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The name in a Host header: lower case, without port and brackets. */
    static String host(@Nullable String header) {
        if (header == null) {
            return "";
        }
        String name = header.toLowerCase(Locale.ROOT);
        if (name.startsWith("[")) {
            int end = name.indexOf(']');
            return end < 0 ? name : name.substring(1, end);
        }
        int colon = name.indexOf(':');
        return colon < 0 || colon != name.lastIndexOf(':') ? name : name.substring(0, colon);
    }
}
