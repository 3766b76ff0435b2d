package dev.doppel.mock.alone;

import dev.doppel.mock.ca.Leaves;
import dev.doppel.mock.serve.TwinHandler;
import dev.doppel.mock.standing.TwinServer;
import dev.doppel.mock.transport.Transport;
import dev.doppel.twin.http.WebhookIntent;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A mock port, on one address or on both loopback addresses. The owner closes. */
final class MockPorts implements AutoCloseable {
    private final List<TwinServer> servers;

    private MockPorts(List<TwinServer> servers) {
        this.servers = servers;
    }

    /** What all mock ports of a twin share. */
    record Plane(Transport transport, TwinHandler handler, Consumer<List<WebhookIntent>> webhooks, Leaves leaves) {
        private TwinServer open(InetAddress address, int port) throws IOException {
            return TwinServer.start(transport, new InetSocketAddress(address, port), handler, webhooks, leaves);
        }
    }

    /**
     * Listens.
     *
     * @param bind {@code localhost} for 127.0.0.1 and, where the machine has it, ::1; else an address
     * @param port 0 for any free one
     * @param option what a user gives another port with, for the message
     */
    static MockPorts open(Plane plane, String bind, int port, String option) throws StandingFailure {
        List<TwinServer> servers = new ArrayList<>();
        try {
            for (InetAddress address : Addresses.of(bind)) {
                int wanted =
                        servers.isEmpty() ? port : servers.getFirst().address().getPort();
                try {
                    servers.add(plane.open(address, wanted));
                } catch (IOException e) {
                    if (!servers.isEmpty() && address instanceof Inet6Address && !Addresses.inUse(e, port)) {
                        continue; // a machine without IPv6
                    }
                    throw e;
                }
            }
            return new MockPorts(servers);
        } catch (IOException e) {
            servers.forEach(TwinServer::close);
            throw Addresses.failure(bind, port, option, e);
        }
    }

    int port() {
        return servers.getFirst().address().getPort();
    }

    @Override
    public void close() {
        servers.forEach(TwinServer::close);
    }
}
