package dev.doppel.dns.environment;

import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.dns.serve.DnsListener;
import dev.doppel.dns.serve.QueryCounts;
import dev.doppel.dns.zone.Zone;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The environments of this replica: opens, changes and closes their sockets so that the newest wanted state becomes true. Changes to one
 * instance happen one after another in the order they were asked for; instances do not wait for one another. Thread-safe.
 */
public final class HeldEnvironments {
    private final Vertx vertx;
    private final Map<InstanceId, Held> held = new HashMap<>();
    private final QueryCounts counts = new QueryCounts();

    /** What is wanted and open for one instance; its changes are chained on {@code open}. */
    private static final class Held {
        AttemptId attempt;
        long version;
        long reports;

        Held(AttemptId attempt) {
            this.attempt = attempt;
        }

        Held of(AttemptId newest) {
            if (!newest.equals(attempt)) {
                attempt = newest;
                reports = 0;
            }
            return this;
        }

        Future<Open> open = Future.succeededFuture(new Open(Map.of(), null));
    }

    private record Open(
            Map<ListenerSpec, DnsListener> listeners,
            @Nullable String problem) {}

    /**
     * @param version the state that was made true
     * @param closed nothing is open any more
     * @param problem why it could not be made true, null when it was
     */
    public record Applied(
            long version, boolean closed, @Nullable String problem) {}

    public HeldEnvironments(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Makes a state true.
     *
     * @return never fails: problems are in the answer; empty for a state that is no newer than one already seen
     */
    public synchronized Future<Optional<Applied>> apply(EnvironmentState state) {
        Held instance = held.computeIfAbsent(state.attempt().instance(), id -> new Held(state.attempt()));
        if (state.version() <= instance.version) {
            return Future.succeededFuture(Optional.empty());
        }
        instance.of(state.attempt());
        instance.version = state.version();
        boolean closing = state.phase() == Phase.CLOSING || state.phase() == Phase.GONE;
        instance.open = instance.open.compose(open -> closing ? closeAll(open) : change(open, state));
        return instance.open.map(open -> Optional.of(
                new Applied(state.version(), closing && open.listeners().isEmpty(), open.problem())));
    }

    /** The instance's record is gone: whatever were still open is closed. */
    public synchronized Future<Void> forget(InstanceId id) {
        Held gone = held.remove(id);
        return gone == null
                ? Future.succeededFuture()
                : gone.open.compose(this::closeAll).mapEmpty();
    }

    /**
     * @param attempt whose environment
     * @param number position among the refusals of that attempt, from 1
     * @param sentence who asked, and how often
     */
    public record Refused(AttemptId attempt, long number, String sentence) {}

    /** Callers that got no answer since the last time, because they are no items. */
    public synchronized List<Refused> takeRefused() {
        List<Refused> all = new ArrayList<>();
        for (Held instance : held.values()) {
            if (instance.open.succeeded()) {
                for (DnsListener listener : instance.open.result().listeners().values()) {
                    for (String sentence : listener.takeStrangers()) {
                        all.add(new Refused(instance.attempt, ++instance.reports, sentence));
                    }
                }
            }
        }
        return all;
    }

    /** What all listeners of this life counted. */
    public QueryCounts counts() {
        return counts;
    }

    /** How many instances have open sockets or wait for them. */
    public synchronized int size() {
        return held.size();
    }

    /** Closes everything. */
    public synchronized Future<Void> close() {
        List<Future<Void>> all = new ArrayList<>();
        for (InstanceId id : List.copyOf(held.keySet())) {
            all.add(forget(id));
        }
        return Future.join(all).mapEmpty();
    }

    private Future<Open> closeAll(Open open) {
        List<Future<Void>> closing =
                open.listeners().values().stream().map(DnsListener::close).toList();
        return Future.join(closing).transform(ignored -> Future.succeededFuture(new Open(Map.of(), null)));
    }

    private Future<Open> change(Open before, EnvironmentState state) {
        Zone zone;
        try {
            zone = Zone.of(state);
        } catch (IllegalArgumentException e) {
            return Future.succeededFuture(new Open(before.listeners(), e.getMessage()));
        }
        List<ListenerSpec> wanted = state.listeners().stream()
                .filter(spec -> spec.role() == ListenerSpec.Role.DNS)
                .toList();
        Map<ListenerSpec, DnsListener> kept = new HashMap<>();
        List<Future<Void>> closing = new ArrayList<>();
        before.listeners().forEach((spec, listener) -> {
            if (wanted.contains(spec)) {
                listener.serve(zone);
                kept.put(spec, listener);
            } else {
                closing.add(listener.close());
            }
        });
        return Future.join(closing).transform(ignored -> openMissing(wanted, kept, zone));
    }

    private Future<Open> openMissing(List<ListenerSpec> wanted, Map<ListenerSpec, DnsListener> open, Zone zone) {
        List<ListenerSpec> missing =
                wanted.stream().filter(spec -> !open.containsKey(spec)).toList();
        List<Future<DnsListener>> opening = missing.stream()
                .map(spec -> DnsListener.open(vertx, spec.bindAddress(), spec.bindPort(), zone, counts))
                .toList();
        return Future.join(opening).transform(ignored -> {
            String problem = null;
            for (int i = 0; i < missing.size(); i++) {
                ListenerSpec spec = missing.get(i);
                Future<DnsListener> one = opening.get(i);
                if (one.succeeded()) {
                    open.put(spec, one.result());
                } else {
                    problem = "dns-svc cannot open " + spec.bindAddress() + ":" + spec.bindPort() + ": "
                            + one.cause().getMessage();
                }
            }
            return Future.succeededFuture(new Open(Map.copyOf(open), problem));
        });
    }
}
