package dev.doppel.contract.environment;

import org.jspecify.annotations.Nullable;

/**
 * How mock-svc finds out whether an item is ready (definition spec 2.2, 2.4; 12.4 for the intervals).
 *
 * @param kind what is tried
 * @param port port on the item's real address
 * @param path for {@code HTTP}: path and query of the GET; success is any 2xx, redirects are not followed
 * @param passes consecutive passes needed
 */
public record Probe(Kind kind, int port, @Nullable String path, int passes) {
    /** What a probe does. POSTGRES: TCP connect, SSLRequest refused or start-up answered; credentials are not needed. */
    public enum Kind {
        HTTP,
        TCP,
        POSTGRES
    }
}
