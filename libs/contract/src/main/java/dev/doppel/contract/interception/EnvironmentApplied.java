package dev.doppel.contract.interception;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.ReplicaId;
import org.jspecify.annotations.Nullable;

/**
 * A holder has made a version of an environment true: listeners open (or, from phase CLOSING on, closed) and names answering.
 *
 * @param attempt which try
 * @param service {@code mock} or {@code dns}
 * @param replica which replica
 * @param incarnation which life of it
 * @param version the applied version
 * @param closed true when nothing of the environment is left open here
 * @param problem why it could not be applied, null when it was
 */
public record EnvironmentApplied(
        AttemptId attempt,
        String service,
        ReplicaId replica,
        Incarnation incarnation,
        long version,
        boolean closed,
        @Nullable String problem)
        implements Message {
    @Override
    public String key() {
        return attempt.instance().value();
    }
}
