package dev.doppel.scheduler.life;

import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.ReplicaId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try at an instance.
 *
 * @param id which
 * @param holder mock-svc replica that holds its environment
 * @param version of the environment's wanted state that was published last; grows over attempts
 * @param published whether this attempt has published any wanted state
 * @param startBy when the start-up must be over
 * @param failed whether a step of this attempt was decided as failed: then a loss is no reason for another try
 * @param step the step that runs, as shown to people; null before the first
 */
public record Attempt(
        AttemptId id,
        ReplicaId holder,
        long version,
        boolean published,
        Instant startBy,
        boolean failed,
        @Nullable String step) {
    int number() {
        return id.number();
    }

    Attempt nextVersion() {
        return new Attempt(id, holder, version + 1, true, startBy, failed, step);
    }

    Attempt inStep(String name) {
        return new Attempt(id, holder, version, published, startBy, failed, name);
    }

    Attempt withFailure() {
        return new Attempt(id, holder, version, published, startBy, true, step);
    }
}
