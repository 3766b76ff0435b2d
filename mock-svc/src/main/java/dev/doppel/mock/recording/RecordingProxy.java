package dev.doppel.mock.recording;

import dev.doppel.mock.ca.Leaves;
import dev.doppel.mock.proxy.ProxyPolicy;
import dev.doppel.mock.proxy.ProxyPort;
import dev.doppel.mock.transport.Transport;
import dev.doppel.twin.record.Exchange;
import dev.doppel.twin.record.Recordings;
import dev.doppel.twin.record.Redaction;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Listens on this machine, passes every request on to one target as it comes, and hands each exchange, cleaned, to {@link Recordings}.
 * Redirects are passed on, those to the target turned back to the proxy. Thread-safe.
 */
final class RecordingProxy implements AutoCloseable {
    private final RecordingWriter writer;
    private final Transport transport;
    private final ProxyPort port;

    private RecordingProxy(Upstream upstream, Redaction rules, Recordings recordings, int wanted) throws IOException {
        this.writer = new RecordingWriter(rules, recordings);
        this.transport = Transport.start(2);
        try {
            this.port = ProxyPort.before(upstream.target(), transport, wanted, new All(writer), upstream.roots());
        } catch (IOException e) {
            transport.close();
            writer.close();
            throw e;
        }
    }

    /**
     * Starts it; connections are taken when it returns.
     *
     * @param port 0 for any free one
     */
    static RecordingProxy start(Upstream upstream, Redaction rules, Recordings recordings, int port)
            throws IOException {
        return new RecordingProxy(upstream, rules, recordings, port);
    }

    /** Records everything. */
    private record All(RecordingWriter writer) implements ProxyPolicy {
        @Override
        public @Nullable Leaves interception(String host, int port) {
            return null;
        }

        @Override
        public boolean records(String host, int port, String path) {
            return true;
        }

        @Override
        public void passed(Exchange exchange, Runnable done) {
            writer.write(exchange, done);
        }
    }

    int port() {
        return port.port();
    }

    @Override
    public void close() {
        port.close();
        writer.close();
        transport.close();
    }
}
