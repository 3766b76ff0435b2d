package dev.doppel.mock.environment;

import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.MockSpec;
import dev.doppel.contract.request.TwinCommand;
import dev.doppel.mock.capture.AttemptLog;
import dev.doppel.mock.forward.Upstreams;
import dev.doppel.mock.listener.Listeners;
import dev.doppel.mock.probe.Prober;
import dev.doppel.mock.select.Snapshot;
import dev.doppel.mock.serve.Serving;
import dev.doppel.mock.serve.TwinHandler;
import dev.doppel.mock.serve.Webhooks;
import dev.doppel.mock.twin.HeldTwins;
import dev.doppel.twin.TwinInstance;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One attempt's environment while it is open here. Changed by the control thread only; read by event loops. */
final class HeldEnvironment implements Serving, AutoCloseable {
    private static final int EARLY_CERTIFICATES = 64;

    private final DataPlane plane;
    private final AttemptLog log;
    private final Listeners listeners;
    private final Map<String, Prober> probers = new HashMap<>();
    private final HeldTwins twins;
    private final Webhooks webhooks;
    private volatile Snapshot snapshot;

    HeldEnvironment(DataPlane plane, ScheduledExecutorService timer, Snapshot first, HeldTwins twins) {
        this.plane = plane;
        this.snapshot = first;
        this.twins = twins;
        this.log =
                new AttemptLog(first.state().attempt(), plane.capture(), timer, plane.clock(), twins, plane.workers());
        this.webhooks = new Webhooks(this, plane.transport().loops().next());
        this.listeners = new Listeners(this, plane.transport(), plane.leaves());
    }

    /** Makes a version true; completes with a text for each listener that could not be opened. */
    CompletableFuture<List<String>> apply(Snapshot next) {
        snapshot = next;
        mintEarly(next.state());
        probe(next.state());
        return listeners.update(next.state().listeners());
    }

    /** Certificates of the mocked hosts are made while items still boot: a first caller with a short time-out does not wait for them. */
    private void mintEarly(EnvironmentState state) {
        Stream.concat(
                        state.mocks().stream().map(MockSpec::target),
                        state.twins().stream().flatMap(twin -> twin.targets().stream()))
                .filter(target -> target.indexOf('*') < 0)
                .map(target -> target.indexOf(':') < 0 ? target : target.substring(0, target.indexOf(':')))
                .distinct()
                .limit(EARLY_CERTIFICATES)
                .forEach(host -> plane.leaves().context(host, null));
    }

    private void probe(EnvironmentState state) {
        for (EnvironmentItem item : state.items()) {
            Prober running = probers.get(item.name());
            boolean wanted = item.started() && item.probe() != null && item.address() != null;
            boolean same = running != null
                    && item.probe() != null
                    && item.probe().equals(running.item().probe())
                    && item.address() != null
                    && item.address().equals(running.item().address());
            if (running != null && !(wanted && same)) {
                running.stop();
                probers.remove(item.name());
                running = null;
            }
            if (wanted && running == null) {
                probers.put(
                        item.name(),
                        Prober.start(
                                state.attempt(),
                                item,
                                plane.transport(),
                                plane.clock(),
                                report -> plane.announcements().send(report)));
            }
        }
    }

    /** Numbers a command now, performs it where it may block, and publishes the answer; webhooks follow. */
    void command(TwinCommand command) {
        long arrival = log.commanded(command.id());
        if (arrival == 0) {
            return;
        }
        plane.workers().execute(() -> {
            HeldTwins.Result result = twins.perform(command);
            Webhooks.Promised promised = webhooks.promise(command.twin(), result.webhooks());
            log.answered(command.id(), arrival, result.error(), result.json());
            promised.begin();
        });
    }

    HeldTwins twins() {
        return twins;
    }

    Listeners listeners() {
        return listeners;
    }

    @Override
    public Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public AttemptLog log() {
        return log;
    }

    @Override
    public Upstreams upstreams() {
        return plane.upstreams();
    }

    @Override
    public @Nullable TwinHandler twin(String name) {
        TwinInstance twin = twins.find(name);
        return twin == null ? null : TwinHandler.of(twin);
    }

    @Override
    public Executor workers() {
        return plane.workers();
    }

    @Override
    public Webhooks webhooks() {
        return webhooks;
    }

    @Override
    public Clock clock() {
        return plane.clock();
    }

    @Override
    public Duration upstreamTimeout() {
        return plane.upstreamTimeout();
    }

    @Override
    public void close() {
        probers.values().forEach(Prober::stop);
        probers.clear();
        webhooks.close();
        listeners.close();
        log.close();
    }
}
