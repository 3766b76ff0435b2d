package dev.doppel.scheduler.kubernetes.api;

import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.kubernetes.objects.Marks;
import dev.doppel.scheduler.kubernetes.objects.Slot;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Namespaces for environments. A claim is one object whose creation only one can win; it says whose the namespace is, and lives as long as
 * anything in it. Blocking; thread-safe, also among replicas of scheduler-svc.
 */
public interface Places {
    /** Someone's namespace. */
    record Claim(String namespace, ObjectMeta meta) {
        /** Whose; empty when the claim does not say. */
        public Optional<Marks.Owner> owner() {
            return Marks.owner(meta);
        }
    }

    /** Claims a place; waits for a bounded time when all are taken. */
    Slot take(EnvironmentPlan plan, Instant expires) throws InterruptedException;

    /** All claims of this installation, those being removed included. */
    Collection<Claim> claims();

    /** Changes annotations of a claim. */
    void annotate(String namespace, Map<String, String> annotations);

    /** Lets pods of the level baseline into it. */
    void allowBaseline(String namespace);

    /** Removes everything in it and, at the end, the claim; returns when that has been accepted. One that is gone is no matter. */
    void release(String namespace) throws InterruptedException;
}
