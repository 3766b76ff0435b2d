package dev.doppel.mock.proxy;

import dev.doppel.mock.serve.Entrance;
import dev.doppel.mock.serve.Front;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Leads connections through the proxy.
 *
 * @param place where all requests go; null where each request says it
 * @param tunnel whether it is the inside of a {@code CONNECT}: TLS there means TLS to the place
 */
record ProxyEntrance(Plane plane, @Nullable Where place, boolean tunnel, UnaryOperator<String> location)
        implements Entrance {
    private static final Logger LOG = Logger.getLogger(ProxyEntrance.class);

    /** Requests that each name their place. */
    static ProxyEntrance open(Plane plane) {
        return new ProxyEntrance(plane, null, false, UnaryOperator.identity());
    }

    /** The inside of a {@code CONNECT} that is looked into. */
    static ProxyEntrance inside(Plane plane, String host, int port) {
        return new ProxyEntrance(plane, new Where(false, host, port, "", ""), true, UnaryOperator.identity());
    }

    @Override
    public Front front(boolean tls, @Nullable String sni, boolean http2) {
        Where to = place == null || !tunnel
                ? place
                : new Where(tls, place.host(), place.port(), place.path(), place.query());
        return new ProxyFront(plane, http2, to, !tunnel, location);
    }

    @Override
    public String fallbackName() {
        return place == null ? "localhost" : place.host();
    }

    @Override
    public @Nullable String fallbackAddress() {
        if (place == null) {
            return null;
        }
        String host = place.host();
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+") ? host : null;
    }

    @Override
    public void notHttp(String firstBytes) {
        LOG.debugf("a connection to %s does not speak HTTP; first bytes %s", place, firstBytes);
    }

    @Override
    public void handshakeFailed(@Nullable String name, String why) {
        LOG.infof(
                "A program does not accept the proxy's certificate for %s (%s): trust the proxy's CA there, or exclude the host",
                name == null ? fallbackName() : name, why);
    }
}
