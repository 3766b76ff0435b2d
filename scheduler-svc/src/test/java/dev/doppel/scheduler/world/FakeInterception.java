package dev.doppel.scheduler.world;

import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.ReplicaId;
import dev.doppel.contract.interception.EnvironmentApplied;
import dev.doppel.contract.interception.ProbeReported;
import dev.doppel.contract.interception.ReplicaAnnounced;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A mock-svc and a dns-svc replica that confirm everything at once and find every started item ready, unless the item's name says
 * otherwise: {@code sick...} never becomes ready.
 */
public final class FakeInterception {
    private static final int ROOM = 100;

    private final Log log;
    private final String mock;
    private final String address;
    private final Set<String> probed = ConcurrentHashMap.newKeySet();
    private volatile Incarnation incarnation;
    private volatile boolean deaf;

    public FakeInterception(Log log, String mock) {
        this(log, mock, ROOM);
    }

    /** @param room the roomiest replica is preferred */
    public FakeInterception(Log log, String mock, int room) {
        this(log, mock, room, "");
    }

    /** @param address where both replicas say that they are reached; empty on one machine */
    public FakeInterception(Log log, String mock, int room, String address) {
        this.log = log;
        this.mock = mock;
        this.address = address;
        this.incarnation = Incarnation.of(mock + "-1-" + System.nanoTime());
        log.listen(this::heard);
        announce(room);
    }

    public void announce(int room) {
        Instant now = Instant.now();
        log.say(new ReplicaAnnounced("mock", new ReplicaId(mock), incarnation, address, room, false, now));
        log.say(new ReplicaAnnounced(
                "dns", new ReplicaId("dns-" + mock), Incarnation.of("dns-1"), address, room, false, now));
    }

    /** Takes no more environments. */
    public void drain() {
        Instant now = Instant.now();
        log.say(new ReplicaAnnounced("mock", new ReplicaId(mock), incarnation, "", 0, true, now));
        log.say(new ReplicaAnnounced("dns", new ReplicaId("dns-" + mock), Incarnation.of("dns-1"), "", 0, true, now));
    }

    /** Forgets everything, as a restart would. */
    public void restart() {
        incarnation = Incarnation.of(mock + "-2-" + System.nanoTime());
        announce(ROOM);
    }

    /** From now on confirms nothing, or again. */
    public void deaf(boolean wanted) {
        deaf = wanted;
    }

    private void heard(Message message) {
        if (!(message instanceof EnvironmentState state)
                || deaf
                || !state.holder().value().equals(mock)) {
            return;
        }
        boolean closed = state.phase() == Phase.CLOSING || state.phase() == Phase.GONE;
        if (state.attempt().incarnation().equals(incarnation)) {
            log.say(new EnvironmentApplied(
                    state.attempt(), "mock", new ReplicaId(mock), incarnation, state.version(), closed, null));
        }
        log.say(new EnvironmentApplied(
                state.attempt(),
                "dns",
                new ReplicaId("dns-" + mock),
                Incarnation.of("dns-1"),
                state.version(),
                closed,
                null));
        for (EnvironmentItem item : state.items()) {
            if (item.started() && item.probe() != null && probed.add(state.attempt() + "/" + item.name())) {
                boolean ready = !item.name().startsWith("sick");
                log.say(new ProbeReported(
                        state.attempt(),
                        item.name(),
                        ready,
                        ready ? "200 from GET /health" : "503 from GET /health",
                        2,
                        Instant.now()));
            }
        }
    }
}
