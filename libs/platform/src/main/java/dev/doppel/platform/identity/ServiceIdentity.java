package dev.doppel.platform.identity;

import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.ReplicaId;
import java.util.UUID;

/**
 * Who is speaking: a replica in one of its lives. Immutable.
 *
 * @param service {@code scheduler mock dns runner results}
 * @param replica name that outlives restarts, such as the pod's name
 * @param incarnation new with every start
 */
public record ServiceIdentity(String service, ReplicaId replica, Incarnation incarnation) {
    /** A new life of a replica. */
    public static ServiceIdentity start(String service, String replica) {
        return new ServiceIdentity(
                service,
                new ReplicaId(replica),
                new Incarnation(UUID.randomUUID().toString().substring(0, 13)));
    }

    /** Value for {@code ce_source}. */
    public String source() {
        return "/" + service + "-svc/" + replica;
    }
}
