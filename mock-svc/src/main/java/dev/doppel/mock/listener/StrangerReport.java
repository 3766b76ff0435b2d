package dev.doppel.mock.listener;

import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.mock.serve.Serving;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/** Reports refused strangers, at most one record a second with the count since the last. Thread-safe. */
final class StrangerReport implements AutoCloseable {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Serving serving;
    private long count;
    private long total;
    private long lastReport = System.nanoTime() - EVERY_NANOS;

    StrangerReport(Serving serving) {
        this.serving = serving;
    }

    synchronized void refused(SocketAddress peer, ListenerSpec listener) {
        count++;
        total++;
        if (System.nanoTime() - lastReport < EVERY_NANOS) {
            return;
        }
        String who = peer instanceof InetSocketAddress address && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : String.valueOf(peer);
        report("a connection from " + who + " to "
                + (listener.item() == null ? "the outside address" : listener.item()) + " port "
                + listener.bindPort() + " was closed unread: no item of this environment has that address (" + total
                + " so far)");
    }

    private void report(String message) {
        lastReport = System.nanoTime();
        count = 0;
        serving.log().diagnose(Diagnostic.Kind.UNKNOWN_PEER, null, null, message);
    }

    @Override
    public synchronized void close() {
        if (count > 0) {
            report(count + " more connections from strangers were closed unread");
        }
    }
}
