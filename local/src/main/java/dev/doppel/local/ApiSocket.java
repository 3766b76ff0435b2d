package dev.doppel.local;

import dev.doppel.embedded.relay.Relay;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;

/** The Unix socket by which the launcher, outside of our network namespace, reaches the REST APIs. */
final class ApiSocket {
    private ApiSocket() {}

    static Relay open(UnixDomainSocketAddress socket, InetSocketAddress api) throws IOException {
        return Relay.listen(socket, Relay.to(api));
    }
}
