package dev.doppel.mock.environment;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.environment.MockSpec;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.interception.EnvironmentApplied;
import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.contract.request.MarkRequest;
import dev.doppel.contract.request.TwinCommand;
import dev.doppel.mock.select.Snapshot;
import dev.doppel.mock.twin.HeldTwins;
import dev.doppel.mock.twin.TwinEngines;
import dev.doppel.platform.fault.FaultPoints;
import dev.doppel.platform.identity.ServiceIdentity;
import dev.doppel.twin.TwinEngine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The environments that this life of this replica holds. Records may come from any thread; they are applied one after the other on a thread
 * of its own.
 *
 * <pre>
 * record for us -> open -> higher versions: changed in place -> CLOSING or GONE -> closed
 *                    \-> another attempt, or held by another: closed
 * </pre>
 */
public final class Environments implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Environments.class);
    private static final long BLOB_SECONDS = 30;
    private static final long KEPT_DOCUMENT_BYTES = 48L << 20;

    private final DataPlane plane;
    private final ServiceIdentity self;
    private final Function<BlobRef, CompletableFuture<byte[]>> blobs;
    private final TwinEngines twins;
    private final ScheduledExecutorService control = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("mock-control").daemon().factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("mock-clock").daemon().factory());
    private final FaultPoints faults;
    private final Map<InstanceId, Entry> held = new HashMap<>();
    private volatile int count;
    private volatile boolean used;

    /** What is known of one instance: the newest version taken, and what is open of it. */
    private static final class Entry {
        final AttemptId attempt;
        long version;

        @Nullable
        HeldEnvironment open;

        Entry(AttemptId attempt) {
            this.attempt = attempt;
        }
    }

    /** @param blobs fetches long content */
    public Environments(DataPlane plane, ServiceIdentity self, Function<BlobRef, CompletableFuture<byte[]>> blobs) {
        this.plane = plane;
        this.self = self;
        this.blobs = blobs;
        this.twins = new TwinEngines(blobs, plane.workers(), KEPT_DOCUMENT_BYTES);
        this.faults = FaultPoints.configured();
    }

    /** Takes a record of {@code doppel.environments}; others' are looked at only to let go of what they took over. */
    public void accept(EnvironmentState state) {
        control.execute(() -> guarded(state));
    }

    private void guarded(EnvironmentState state) {
        try {
            take(state);
        } catch (RuntimeException e) {
            LOG.errorf(e, "cannot apply version %d of instance %s", state.version(), state.key());
            answer(state, false, "mock-svc failed on this environment: " + e.getMessage());
        }
    }

    private void take(EnvironmentState state) {
        InstanceId instance = state.attempt().instance();
        boolean ours = state.holder().equals(self.replica())
                && state.attempt().incarnation().equals(self.incarnation());
        Entry entry = held.get(instance);
        if (entry != null && (!ours || !entry.attempt.equals(state.attempt()))) {
            if (state.version() < entry.version) {
                return;
            }
            close(entry);
            held.remove(instance);
            entry = null;
        }
        if (!ours) {
            return;
        }
        if (entry != null && state.version() < entry.version) {
            return;
        }
        if (entry == null) {
            entry = new Entry(state.attempt());
            held.put(instance, entry);
        }
        entry.version = state.version();
        if (state.phase() == Phase.CLOSING || state.phase() == Phase.GONE) {
            close(entry);
            faults.reached("mock.closed");
            if (state.phase() == Phase.GONE) {
                held.remove(instance);
            }
            answer(state, true, null);
        } else if (state.mocksBlob() == null) {
            load(entry, state, state.mocks());
        } else {
            fetch(entry, state, state.mocksBlob());
        }
    }

    /** Opens once the engines of all twins are there; those of an open environment stay as they are. */
    private void load(Entry entry, EnvironmentState state, List<MockSpec> mocks) {
        HeldEnvironment current = entry.open;
        if (state.twins().isEmpty() || current != null) {
            open(entry, state, mocks, HeldTwins.NONE);
            return;
        }
        Map<String, CompletableFuture<TwinEngine>> engines = new LinkedHashMap<>();
        state.twins().forEach(spec -> engines.put(spec.name(), twins.engine(spec)));
        CompletableFuture.allOf(engines.values().toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> control.execute(() -> {
                    if (stale(entry, state)) {
                        return;
                    }
                    if (failure != null) {
                        answer(state, false, broken(engines));
                        return;
                    }
                    Map<String, TwinEngine> loaded = new LinkedHashMap<>();
                    engines.forEach((name, engine) -> loaded.put(name, engine.join()));
                    open(entry, state, mocks, new HeldTwins(state.twins(), loaded));
                }));
    }

    /** Which twins cannot be loaded, and why. */
    private static String broken(Map<String, CompletableFuture<TwinEngine>> engines) {
        List<String> reasons = new ArrayList<>();
        engines.forEach((name, engine) -> {
            if (engine.isCompletedExceptionally()) {
                Throwable cause = engine.exceptionNow();
                while (cause instanceof CompletionException && cause.getCause() != null) {
                    cause = cause.getCause();
                }
                reasons.add("the twin " + name + " cannot be loaded: "
                        + (cause instanceof TimeoutException
                                ? "its documents did not arrive or took too long to read"
                                : cause.getMessage()));
            }
        });
        return String.join("; ", reasons);
    }

    private boolean stale(Entry entry, EnvironmentState state) {
        return entry.version != state.version() || held.get(state.attempt().instance()) != entry;
    }

    private void fetch(Entry entry, EnvironmentState state, BlobRef ref) {
        blobs.apply(ref)
                .orTimeout(BLOB_SECONDS, TimeUnit.SECONDS)
                .whenComplete((content, failure) -> control.execute(() -> {
                    if (stale(entry, state)) {
                        return;
                    }
                    if (failure != null) {
                        answer(state, false, "the mocks of this definition did not arrive: " + failure.getMessage());
                        return;
                    }
                    try {
                        load(
                                entry,
                                state,
                                MessageCodec.json().readValue(content, new TypeReference<List<MockSpec>>() {}));
                    } catch (IOException e) {
                        answer(state, false, "the mocks of this definition cannot be read: " + e.getMessage());
                    }
                }));
    }

    private void open(Entry entry, EnvironmentState state, List<MockSpec> mocks, HeldTwins loaded) {
        HeldEnvironment current = entry.open;
        Snapshot snapshot;
        try {
            snapshot = Snapshot.of(state, mocks, current == null ? null : current.snapshot());
        } catch (RuntimeException e) {
            answer(state, false, String.valueOf(e.getMessage()));
            return;
        }
        if (current == null) {
            current = new HeldEnvironment(plane, timer, snapshot, loaded);
            entry.open = current;
            count++;
            used = true;
        }
        current.apply(snapshot).thenAccept(problems -> {
            faults.reached("mock.opened");
            answer(state, false, problems.isEmpty() ? null : String.join("; ", problems));
        });
    }

    private void close(Entry entry) {
        HeldEnvironment open = entry.open;
        if (open != null) {
            entry.open = null;
            count--;
            open.close();
        }
    }

    private void answer(EnvironmentState state, boolean closed, @Nullable String problem) {
        plane.announcements()
                .send(new EnvironmentApplied(
                        state.attempt(),
                        self.service(),
                        self.replica(),
                        self.incarnation(),
                        state.version(),
                        closed,
                        problem));
    }

    /** The instance's record was removed: nothing of it is left to hold. */
    public void forgotten(InstanceId instance) {
        control.execute(() -> {
            Entry entry = held.remove(instance);
            if (entry != null) {
                close(entry);
            }
        });
    }

    /** Takes a record of {@code doppel.requests}. */
    public void request(Message request) {
        control.execute(() -> {
            switch (request) {
                case MarkRequest mark -> {
                    HeldEnvironment open = find(mark.attempt());
                    if (open != null) {
                        open.log().mark(mark);
                    }
                }
                case BarrierRequest barrier -> {
                    HeldEnvironment open = find(barrier.attempt());
                    if (open != null && barrier.sources().contains(BarrierRequest.Source.INTERCEPTION)) {
                        open.log().barrier(barrier);
                    }
                }
                case TwinCommand command -> {
                    HeldEnvironment open = find(command.attempt());
                    if (open != null) {
                        open.command(command);
                    }
                }
                default -> LOG.debugf("not for mock-svc: %s", request.getClass());
            }
        });
    }

    private @Nullable HeldEnvironment find(AttemptId attempt) {
        Entry entry = held.get(attempt.instance());
        return entry == null || !entry.attempt.equals(attempt) ? null : entry.open;
    }

    /** Whether this life has ever opened one. */
    public boolean used() {
        return used;
    }

    /** How many environments are open. */
    public int count() {
        return count;
    }

    /** Where the listeners of an attempt are bound; empty when it is not open. */
    public CompletableFuture<Map<ListenerSpec, InetSocketAddress>> bound(AttemptId attempt) {
        return CompletableFuture.supplyAsync(
                () -> {
                    HeldEnvironment open = find(attempt);
                    return open == null ? Map.of() : open.listeners().bound();
                },
                control);
    }

    @Override
    public void close() {
        CompletableFuture.runAsync(
                        () -> {
                            held.values().forEach(this::close);
                            held.clear();
                        },
                        control)
                .orTimeout(5, TimeUnit.SECONDS)
                .exceptionally(slow -> null)
                .join();
        control.shutdownNow();
        timer.shutdownNow();
    }
}
