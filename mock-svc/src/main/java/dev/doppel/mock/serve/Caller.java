package dev.doppel.mock.serve;

import dev.doppel.contract.environment.ListenerSpec;
import org.jspecify.annotations.Nullable;

/**
 * One connection's fixed facts. Immutable.
 *
 * @param serving its environment
 * @param listener where it came in
 * @param origin the item that called, null on the RUNNER listener
 * @param tls whether it speaks TLS
 * @param sni name asked for in TLS, if any
 * @param http2 whether it speaks HTTP/2
 */
public record Caller(
        Serving serving,
        ListenerSpec listener,
        @Nullable String origin,
        boolean tls,
        @Nullable String sni,
        boolean http2) {
    /** Whether test steps come in here. */
    public boolean runner() {
        return listener.role() == ListenerSpec.Role.RUNNER;
    }
}
