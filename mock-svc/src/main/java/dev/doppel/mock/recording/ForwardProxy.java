package dev.doppel.mock.recording;

import dev.doppel.mock.ca.Leaves;
import dev.doppel.mock.proxy.ProxyPolicy;
import dev.doppel.mock.proxy.ProxyPort;
import dev.doppel.mock.transport.Transport;
import dev.doppel.twin.record.CaptureFilter;
import dev.doppel.twin.record.Exchange;
import dev.doppel.twin.record.Recordings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The recording proxy of a standing twin (twin spec 9): stopped at first, started, steered and stopped by the admin port. Thread-safe; the
 * owner closes.
 *
 * <pre>
 * stopped -- start --> running (record | passthrough) -- stop --> stopped
 * </pre>
 */
public final class ForwardProxy implements AutoCloseable {
    private final Transport transport;
    private final RecordingStore store;
    private final ProxyAuthority authority;
    private volatile ProxyStart.Taking taking = new ProxyStart.Taking(ProxyStart.Mode.RECORD, CaptureFilter.ALL);
    private volatile @Nullable Session session;
    private volatile @Nullable Running running;

    /**
     * @param transport event loops; the caller's
     * @param ca folder of the authority
     * @param threads run the signing of certificates
     */
    public ForwardProxy(Transport transport, RecordingStore store, Path ca, Executor threads) {
        this.transport = transport;
        this.store = store;
        this.authority = new ProxyAuthority(ca, threads);
    }

    /** A proxy that runs. */
    private final class Running implements ProxyPolicy {
        private final Instant since = Instant.now();
        private final AtomicLong kept = new AtomicLong();
        private final AtomicLong tunnelled = new AtomicLong();
        private final @Nullable Boolean ca;
        private final RecordingWriter writer;
        private final ProxyPort port;

        Running(ProxyStart start) throws IOException {
            this.ca = start.ca();
            Recordings folder = recording -> {
                Session now = session;
                if (now != null && store.add(now, recording) != null) {
                    kept.incrementAndGet();
                }
            };
            this.writer = new RecordingWriter(start.rules(), folder);
            try {
                this.port = ProxyPort.forward(transport, start.addresses(), start.port(), this, start.roots());
            } catch (IOException e) {
                writer.close();
                throw e;
            }
        }

        boolean looksIntoHttps() {
            return ca == null ? authority.made() : ca;
        }

        @Override
        public @Nullable Leaves interception(String host, int to) {
            ProxyStart.Taking now = taking;
            return now.mode() == ProxyStart.Mode.RECORD && now.filters().concerns(host, to) && looksIntoHttps()
                    ? authority.leaves()
                    : null;
        }

        @Override
        public boolean records(String host, int to, String path) {
            ProxyStart.Taking now = taking;
            return now.mode() == ProxyStart.Mode.RECORD && now.filters().records(host, to, path);
        }

        @Override
        public void passed(Exchange exchange, Runnable done) {
            writer.write(exchange, done);
        }

        @Override
        public void tunnelled() {
            tunnelled.incrementAndGet();
        }

        void end() {
            port.close();
            writer.close();
        }
    }

    /** Starts it: connections are taken when this returns. */
    public synchronized Map<String, Object> start(Map<String, Object> body) {
        Running now = running;
        if (now != null) {
            throw Refused.inTheWay("the proxy runs already, on port " + now.port.port() + "; stop it first");
        }
        ProxyStart start = ProxyStart.of(body, taking);
        if (Boolean.TRUE.equals(start.ca()) || authority.made()) {
            authority.leaves(); // not on an event loop, later
        }
        Session chosen = session;
        Session begun = start.session() != null || chosen == null ? store.begin(start.session()) : chosen;
        session = begun;
        try {
            running = new Running(start);
        } catch (IOException e) {
            session = chosen;
            if (!begun.equals(chosen)) {
                store.remove(begun);
            }
            String text = String.valueOf(e.getMessage());
            throw Refused.inTheWay(
                    text.contains("in use")
                            ? "port " + start.port() + " is in use by another program: choose another one"
                            : "the proxy cannot listen on port " + start.port() + ": " + text);
        }
        taking = start.taking();
        return status();
    }

    /** Stops it; what was under way is cut off, and kept as far as it came. */
    public synchronized Map<String, Object> stop() {
        Running now = running;
        if (now == null) {
            throw Refused.inTheWay("the proxy does not run");
        }
        now.end();
        running = null;
        Session of = session;
        session = null;
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("status", "stopped");
        out.put("session", of == null ? "" : of.id());
        out.put("recordings", now.kept.get());
        return out;
    }

    /** What it does, and did since it was started. */
    public Map<String, Object> status() {
        settle();
        Running now = running;
        Session of = session;
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("running", now != null);
        out.put("mode", taking.mode().word());
        out.put("filters", taking.filters().asMap());
        out.put("ca", authority.asMap());
        out.put("folder", store.root().toString());
        if (of != null) {
            out.put("session", of.id());
        }
        if (now != null) {
            out.put("port", (long) now.port.port());
            out.put("proxyUrl", "http://localhost:" + now.port.port());
            out.put("startedAt", now.since.toString());
            boolean recorded = taking.mode() == ProxyStart.Mode.RECORD && now.looksIntoHttps();
            out.put("https", recorded ? "recorded" : "tunnelled");
            out.put("connections", (long) now.port.connections());
            out.put("recordings", now.kept.get());
            out.put("tunnelled", now.tunnelled.get());
            out.put("notKept", store.beyond() + now.writer.missed() + now.writer.failed());
        }
        return out;
    }

    /** Waits until all that has passed is kept. */
    public void settle() {
        Running now = running;
        if (now != null) {
            now.writer.settle();
        }
    }

    public Map<String, Object> mode() {
        return Map.of("mode", taking.mode().word());
    }

    /** From now on, and at the next start. */
    public synchronized Map<String, Object> mode(Map<String, Object> body) {
        Object word = body.get("mode");
        taking = new ProxyStart.Taking(ProxyStart.Mode.of(word == null ? "" : word), taking.filters());
        return mode();
    }

    public Map<String, Object> filters() {
        return taking.filters().asMap();
    }

    /** All four lists; one that is left out becomes empty. */
    public synchronized Map<String, Object> filters(Map<String, Object> body) {
        taking = new ProxyStart.Taking(taking.mode(), CaptureFilter.of(body));
        return filters();
    }

    /** Makes the authority where there is none; {@code created} says whether that was needed. */
    public synchronized Map<String, Object> makeAuthority() {
        boolean made = authority.made();
        authority.open();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("created", !made);
        out.putAll(authority.asMap());
        return out;
    }

    /** The authority's certificate as PEM. */
    public String pem() {
        if (!authority.made()) {
            throw Refused.missing(
                    "the proxy has no CA yet: POST /proxy/ca makes one, as does 'doppel twin proxy ca --generate'");
        }
        return authority.open().pem();
    }

    /** The session that recordings go to, now or from the next start on; null when a new one begins then. */
    public @Nullable Session session() {
        return session;
    }

    /** A new session that recordings go to, now or from the next start on. */
    public synchronized Session begin(@Nullable String name) {
        settle();
        Session made = store.begin(name);
        session = made;
        return made;
    }

    /** Recordings go to this session, now or from the next start on. */
    public synchronized void activate(Session known) {
        settle();
        session = known;
    }

    /** Removes a session that nothing goes to any more. */
    public synchronized void remove(Session known) {
        if (known.equals(session)) {
            if (running != null) {
                throw Refused.inTheWay("recordings go to " + known.id() + ": stop the proxy, or begin another session");
            }
            session = null;
        }
        store.remove(known);
    }

    @Override
    public synchronized void close() {
        Running now = running;
        if (now != null) {
            running = null;
            now.end();
        }
    }
}
