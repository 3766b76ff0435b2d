package dev.doppel.mock.probe;

import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.contract.environment.Probe;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.interception.ProbeReported;
import dev.doppel.mock.transport.Transport;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Probes one item until it is stopped (definition spec 2.2, 12.4).
 *
 * <pre>
 * booting: every 25 ms, growing to 250 ms; `passes` in a row -> ready: every 20 s; a failure -> booting
 * </pre>
 *
 * Confined to one event loop; {@link #stop} may be called by any thread.
 */
public final class Prober {
    private static final long FIRST_MILLIS = 25;
    private static final long SLOWEST_MILLIS = 250;
    private static final long READY_MILLIS = 20_000;
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AttemptId attempt;
    private final EnvironmentItem item;
    private final Probe probe;
    private final InetSocketAddress target;
    private final Transport transport;
    private final EventLoop loop;
    private final Clock clock;
    private final Consumer<ProbeReported> reports;
    private final ProbeAttempt.Kind kind;
    private long interval = FIRST_MILLIS;
    private int passed;
    private int probes;
    private boolean ready;
    private boolean reported;
    private String lastReported = "";
    private long lastReport;
    private @Nullable ScheduledFuture<?> next;
    private volatile boolean stopped;

    private Prober(
            AttemptId attempt,
            EnvironmentItem item,
            Probe probe,
            InetSocketAddress target,
            Transport transport,
            Clock clock,
            Consumer<ProbeReported> reports) {
        this.attempt = attempt;
        this.item = item;
        this.probe = probe;
        this.target = target;
        this.transport = transport;
        this.loop = transport.loops().next();
        this.clock = clock;
        this.reports = reports;
        this.kind = ProbeAttempt.Kind.of(probe, item.name());
    }

    /**
     * Starts probing.
     *
     * @param item with an address and a probe
     * @param reports told on an event loop when readiness or a failing outcome changed, at most once a second while not ready
     */
    public static Prober start(
            AttemptId attempt,
            EnvironmentItem item,
            Transport transport,
            Clock clock,
            Consumer<ProbeReported> reports) {
        Probe probe = item.probe();
        String address = item.address();
        if (probe == null || address == null) {
            throw new IllegalArgumentException(item.name() + " has no probe or no address");
        }
        Prober prober = new Prober(
                attempt,
                item,
                probe,
                new InetSocketAddress(InetAddress.ofLiteral(address), probe.port()),
                transport,
                clock,
                reports);
        prober.loop.execute(prober::probe);
        return prober;
    }

    /** The item as it was when probing began. */
    public EnvironmentItem item() {
        return item;
    }

    private void probe() {
        if (!stopped) {
            ProbeAttempt.start(transport.client(loop), target, kind, this::outcome);
        }
    }

    /** @param problem null when it passed */
    private void outcome(@Nullable String problem) {
        if (stopped) {
            return;
        }
        probes++;
        if (problem == null) {
            passed++;
            if (passed >= probe.passes()) {
                if (!ready || !reported) {
                    ready = true;
                    report("ready");
                }
                interval = READY_MILLIS;
            } else {
                interval = FIRST_MILLIS;
            }
        } else {
            passed = 0;
            interval = ready ? FIRST_MILLIS : Math.min(SLOWEST_MILLIS, interval * 5 / 4 + 1);
            boolean changed = ready || !problem.equals(lastReported);
            if (changed && (ready || System.nanoTime() - lastReport >= REPORT_NANOS || !reported)) {
                ready = false;
                report(problem);
            }
        }
        next = loop.schedule(this::probe, interval, TimeUnit.MILLISECONDS);
    }

    private void report(String outcome) {
        reported = true;
        lastReport = System.nanoTime();
        lastReported = outcome;
        reports.accept(new ProbeReported(attempt, item.name(), ready, outcome, probes, clock.instant()));
    }

    /** Ends probing. */
    public void stop() {
        stopped = true;
        loop.execute(() -> {
            if (next != null) {
                next.cancel(false);
            }
        });
    }
}
