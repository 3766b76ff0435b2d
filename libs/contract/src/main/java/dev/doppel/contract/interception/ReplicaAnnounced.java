package dev.doppel.contract.interception;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.ReplicaId;
import java.time.Instant;

/**
 * A replica of mock-svc or dns-svc says that it lives; repeated every few seconds. A new incarnation means that everything the earlier
 * one held is lost. scheduler-svc says it too, to itself: while it does not hear that, it does not judge others by their silence.
 *
 * @param service {@code mock}, {@code dns} or {@code scheduler}
 * @param replica which
 * @param incarnation which life
 * @param address where its listeners can be reached (empty on one machine: it binds the addresses it is told)
 * @param room how many more environments it takes
 * @param draining true: place nothing more here
 * @param at when
 */
public record ReplicaAnnounced(
        String service,
        ReplicaId replica,
        Incarnation incarnation,
        String address,
        int room,
        boolean draining,
        Instant at)
        implements Message {
    @Override
    public String key() {
        return service + "/" + replica;
    }
}
