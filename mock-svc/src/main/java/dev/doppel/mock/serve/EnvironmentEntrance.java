package dev.doppel.mock.serve;

import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.exchange.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one listener of an environment.
 *
 * @param serving the environment
 * @param listener where it came in
 * @param origin the item that called, null on the RUNNER listener
 */
public record EnvironmentEntrance(
        Serving serving, ListenerSpec listener, @Nullable String origin) implements Entrance {
    @Override
    public Front front(boolean tls, @Nullable String sni, boolean http2) {
        return new EnvironmentFront(new Caller(serving, listener, origin, tls, sni, http2));
    }

    @Override
    public String fallbackName() {
        return listener.item() == null ? "localhost" : listener.item();
    }

    @Override
    public void notHttp(String firstBytes) {
        serving.log()
                .diagnose(
                        Diagnostic.Kind.ESCAPE,
                        origin,
                        listener.item(),
                        "a connection to port " + listener.bindPort() + " speaks neither TLS nor HTTP (first bytes "
                                + firstBytes + "); only HTTP and HTTPS leave an item here, so it was closed");
    }

    @Override
    public void handshakeFailed(@Nullable String name, String why) {
        String item = origin == null ? listener.item() : origin;
        String host = name == null ? listener.item() : name;
        serving.log()
                .diagnose(
                        Diagnostic.Kind.HANDSHAKE_FAILED,
                        item,
                        host,
                        "TLS handshake of " + (item == null ? "an unknown item" : item) + " for "
                                + (host == null ? "a host it did not name" : host) + " failed: " + why
                                + "; does the item's runtime trust the CA (definition spec 3.5), or does it pin certificates?");
    }
}
