package dev.doppel.mock.serve;

import org.jspecify.annotations.Nullable;

/** Where a connection leads: into an environment, or to a standing twin. Immutable, one per connection. */
public interface Entrance {
    /** What stands behind it once the protocol is known; a new one for each HTTP/1 connection and each HTTP/2 stream. */
    Front front(boolean tls, @Nullable String sni, boolean http2);

    /** Whose certificate a caller gets that names nobody. */
    String fallbackName();

    /** The address that such a caller called; null for the one that the connection came in at. */
    default @Nullable String fallbackAddress() {
        return null;
    }

    /** The first bytes, in hexadecimal, were neither TLS nor HTTP; the connection is closed. */
    void notHttp(String firstBytes);

    /** @param name asked for in the handshake, or null */
    void handshakeFailed(@Nullable String name, String why);
}
