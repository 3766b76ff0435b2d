package dev.doppel.platform.access;

import jakarta.ws.rs.core.SecurityContext;

/**
 * What a guard sets on a request that it lets through.
 *
 * @param caller who it is
 * @param isSecure whether the request came over TLS
 */
public record CallerContext(Caller caller, boolean isSecure) implements SecurityContext {
    @Override
    public Caller getUserPrincipal() {
        return caller;
    }

    @Override
    public boolean isUserInRole(String role) {
        return false;
    }

    @Override
    public String getAuthenticationScheme() {
        return "Bearer";
    }
}
